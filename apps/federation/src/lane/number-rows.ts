import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { FEDERATION_VERBS } from '@gongshu/contracts';
import { CLOCK, LOGGER, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { Links } from '../link/links.js';
import { Loop, type RoundResult } from '../link/loop.js';
import { OutgoingStore } from './outgoing.store.js';
import { PushUp } from './push-up.js';

const POLL_MILLISECONDS = 5_000;
const APART_MILLISECONDS = 50;

/** Numbers what was committed for the parent and sets the lanes going: up by a push, down by a notice to each child that has something to fetch. */
@Injectable()
export class NumberRows {
  readonly loop: Loop;
  private readonly noticed = new Map<string, number>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outgoing: OutgoingStore,
    private readonly pushUp: PushUp,
    private readonly links: Links,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.loop = new Loop(() => this.round(), {
      pollMilliseconds: POLL_MILLISECONDS,
      apartMilliseconds: APART_MILLISECONDS,
      failed: (error) => logger.warn({ err: error }, 'events could not be numbered'),
    });
  }

  private async round(): Promise<RoundResult> {
    const { parent } = this.node;
    const ctx = platformContext(this.node, this.clock, 'number-rows');
    await this.unitOfWork.run(ctx, (tx) => this.outgoing.number(tx, parent));
    const lanes = await this.unitOfWork.read(ctx, (tx) => this.outgoing.all(tx));
    for (const { node, lane, last } of lanes) {
      if (node === parent || last <= (this.noticed.get(`${node} ${lane}`) ?? 0)) continue;
      this.noticed.set(`${node} ${lane}`, last);
      this.links.own.send(node, FEDERATION_VERBS.notify, { lane });
    }
    if (lanes.some(({ node, last, acknowledged }) => node === parent && last > acknowledged)) this.pushUp.kick();
    return 'rest';
  }
}
