import { Inject, Injectable } from '@nestjs/common';
import { DownPull, federationProblems, Problem, type DownPullAnswer, type NumberedEvent } from '@gongshu/contracts';
import { CLOCK, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity, type Transaction } from '@gongshu/service-kit';
import { Introduction } from '../link/introduction.js';
import { readMessage } from '../link/read-message.js';
import { Neighbours } from '../node/neighbours.js';
import { Lanes } from './lanes.js';
import { digestOf, fitting } from './numbering.js';
import { OutgoingStore } from './outgoing.store.js';

/** A child asks what comes after a number; the number is its acknowledgement of all up to it. */
@Injectable()
export class GiveDown {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly neighbours: Neighbours,
    private readonly lanes: Lanes,
    private readonly outgoing: OutgoingStore,
    private readonly introduction: Introduction,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `federation/not-registered`, `federation/lane-frozen`, `input/invalid` */
  async run(caller: string, body: unknown): Promise<DownPullAnswer & { events: NumberedEvent[] }> {
    const pull = readMessage(DownPull, body);
    const epoch = await this.introduction.epoch();
    const given = await this.unitOfWork.run(platformContext(this.node, this.clock, 'give-down'), async (tx) => {
      const child = await this.neighbours.requireChild(tx, caller);
      if (!(await this.neighbours.sameEpoch(tx, child, pull.epoch))) await this.lanes.freezeAll(tx, caller, `the child's database is another one: epoch ${pull.epoch}`);
      return this.give(tx, caller, pull);
    });
    if (given === null) throw new Problem(federationProblems.laneFrozen);
    return { epoch, ...given };
  }

  /** null: the lane is frozen, perhaps by this pull. */
  private async give(tx: Transaction, child: string, { lane, after, seen, limit }: DownPull): Promise<{ last: number; events: NumberedEvent[] } | null> {
    const sent = await this.outgoing.find(tx, child, lane);
    if (sent === undefined || sent.frozen !== null) return null;
    // From the event the child has last, to compare it.
    const found = await this.outgoing.down(tx, child, lane, after - 1, limit + 1);
    const reason = disagreement(sent.last, after, seen, found[0]);
    if (reason !== null) {
      await this.lanes.freezeSent(tx, child, lane, reason);
      return null;
    }
    if (after !== sent.acknowledged) await this.outgoing.acknowledge(tx, child, lane, after);
    const events = fitting(found.filter(([seq]) => seq > after)).slice(0, limit);
    return { last: Math.max(sent.last, events.at(-1)?.[0] ?? 0), events };
  }
}

function disagreement(last: number, after: number, seen: string | undefined, event: NumberedEvent | undefined): string | null {
  if (after > last) return `the child has ${String(after)} events, this node has ${String(last)} for it`;
  return seen !== undefined && event?.[0] === after && digestOf(event[1]) !== seen ? `the child has another event under the number ${String(after)}` : null;
}
