import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { BATCH_EVENTS, FEDERATION_VERBS, LANES, UpPushAnswer, type Lane } from '@gongshu/contracts';
import { CLOCK, LOGGER, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { Introduction } from '../link/introduction.js';
import { Links } from '../link/links.js';
import { Loop, type RoundResult } from '../link/loop.js';
import { readMessage } from '../link/read-message.js';
import { Lanes } from './lanes.js';
import { fitting } from './numbering.js';
import { OutgoingStore } from './outgoing.store.js';

const POLL_MILLISECONDS = 5_000;
const PUSH_MILLISECONDS = 10_000;

/** Brings this node's numbered facts to its parent: each lane by itself, one batch in flight, again until the parent's cursor says that it has them. */
@Injectable()
export class PushUp {
  readonly loops: readonly Loop[];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outgoing: OutgoingStore,
    private readonly lanes: Lanes,
    private readonly introduction: Introduction,
    private readonly links: Links,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.loops = LANES.map((lane) => new Loop(() => this.round(lane), { pollMilliseconds: POLL_MILLISECONDS, failed: (error) => logger.info({ err: error, lane }, 'events wait for the parent') }));
  }

  kick(): void {
    for (const loop of this.loops) loop.kick();
  }

  hurry(): void {
    for (const loop of this.loops) loop.hurry();
  }

  private async round(lane: Lane): Promise<RoundResult> {
    const { up } = this.links;
    if (up === null) return 'rest';
    const ctx = platformContext(this.node, this.clock, 'push-up');
    const batch = await this.unitOfWork.read(ctx, async (tx) => {
      const sent = await this.outgoing.find(tx, up.parent, lane);
      if (sent === undefined || sent.frozen !== null || sent.acknowledged >= sent.last) return null;
      return { after: sent.acknowledged, events: fitting(await this.outgoing.up(tx, lane, sent.acknowledged, BATCH_EVENTS)) };
    });
    if (batch === null || batch.events.length === 0) return 'rest';
    const push = { epoch: await this.introduction.epoch(), lane, ...batch };
    const { cursor } = readMessage(UpPushAnswer, await up.link.call(up.parent, FEDERATION_VERBS.push, push, { timeoutMilliseconds: PUSH_MILLISECONDS }));
    await this.unitOfWork.run(ctx, async (tx) => {
      const sent = await this.outgoing.loadForUpdate(tx, up.parent, lane);
      if (sent === undefined) return;
      if (cursor > sent.last) await this.lanes.freezeSent(tx, up.parent, lane, `the parent has ${String(cursor)} events, this node has sent ${String(sent.last)}`);
      else await this.outgoing.acknowledge(tx, up.parent, lane, cursor);
    });
    return 'again';
  }
}
