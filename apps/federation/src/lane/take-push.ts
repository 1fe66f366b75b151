import { Inject, Injectable } from '@nestjs/common';
import { Problem, UpPush, type UpPushAnswer } from '@gongshu/contracts';
import { CLOCK, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { readEvents, readMessage } from '../link/read-message.js';
import { Neighbours } from '../node/neighbours.js';
import { ApplyIncoming } from './apply-incoming.js';
import { IngestEvents } from './ingest-events.js';
import { Lanes } from './lanes.js';

/** A child pushes the next events of a lane. The answer is the acknowledgement, so it is given after the commit. */
@Injectable()
export class TakePush {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly neighbours: Neighbours,
    private readonly lanes: Lanes,
    private readonly ingest: IngestEvents,
    private readonly apply: ApplyIncoming,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `federation/not-registered`, `federation/lane-gap`, `federation/lane-frozen`, `input/invalid` */
  async run(caller: string, body: unknown): Promise<UpPushAnswer> {
    const { epoch, lane, after } = readMessage(UpPush, body);
    const events = readEvents(body, after);
    const outcome = await this.unitOfWork.run(platformContext(this.node, this.clock, 'take-push'), async (tx) => {
      const child = await this.neighbours.requireChild(tx, caller);
      if (!(await this.neighbours.sameEpoch(tx, child, epoch))) await this.lanes.freezeAll(tx, caller, `the child's database is another one: epoch ${epoch}`);
      return this.ingest.run(tx, caller, lane, after, events);
    });
    if ('refused' in outcome) throw new Problem(outcome.refused);
    this.apply.loop.kick();
    return outcome;
  }
}
