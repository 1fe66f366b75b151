import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { BATCH_EVENTS, DownPullAnswer, FEDERATION_VERBS, LANES, type Lane } from '@gongshu/contracts';
import { CLOCK, LOGGER, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { Introduction } from '../link/introduction.js';
import { Links } from '../link/links.js';
import { Loop, type RoundResult } from '../link/loop.js';
import { readEvents, readMessage } from '../link/read-message.js';
import { Neighbours } from '../node/neighbours.js';
import { ApplyIncoming } from './apply-incoming.js';
import { IncomingStore } from './incoming.store.js';
import { IngestEvents } from './ingest-events.js';
import { Lanes } from './lanes.js';

const POLL_MILLISECONDS = 5_000;

/** Fetches from the parent what concerns this node: on its notice, and every few seconds because a notice may be lost. */
@Injectable()
export class PullDown {
  readonly loops: readonly Loop[];
  private readonly byLane: ReadonlyMap<Lane, Loop>;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly incoming: IncomingStore,
    private readonly ingest: IngestEvents,
    private readonly lanes: Lanes,
    private readonly neighbours: Neighbours,
    private readonly introduction: Introduction,
    private readonly apply: ApplyIncoming,
    private readonly links: Links,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    const loopOf = (lane: Lane): Loop =>
      new Loop(() => this.round(lane), { pollMilliseconds: POLL_MILLISECONDS, failed: (error) => logger.info({ err: error, lane }, 'the parent could not be asked for events') });
    this.byLane = new Map(LANES.map((lane) => [lane, loopOf(lane)]));
    this.loops = [...this.byLane.values()];
  }

  kick(lane: Lane): void {
    this.byLane.get(lane)?.kick();
  }

  hurry(): void {
    for (const loop of this.loops) loop.hurry();
  }

  private async round(lane: Lane): Promise<RoundResult> {
    const { up } = this.links;
    if (up === null) return 'rest';
    const { parent, link } = up;
    const ctx = platformContext(this.node, this.clock, 'pull-down');
    const state = await this.unitOfWork.read(ctx, async (tx) => {
      const received = await this.incoming.find(tx, parent, lane);
      if (received === undefined || received.frozen !== null) return null;
      return { after: received.last, seen: (await this.incoming.digests(tx, parent, lane, [received.last])).get(received.last) };
    });
    if (state === null) return 'rest';
    const said = await link.call(parent, FEDERATION_VERBS.pull, { epoch: await this.introduction.epoch(), lane, ...state, limit: BATCH_EVENTS });
    const { epoch, last } = readMessage(DownPullAnswer, said);
    const events = readEvents(said, state.after);
    if (events.length === 0) return 'rest';
    const outcome = await this.unitOfWork.run(ctx, async (tx) => {
      if (!(await this.neighbours.sameEpoch(tx, await this.neighbours.parent(tx, parent), epoch))) await this.lanes.freezeReceived(tx, parent, `the parent's database is another one: epoch ${epoch}`);
      return this.ingest.run(tx, parent, lane, state.after, events);
    });
    if ('refused' in outcome) return 'rest';
    this.apply.loop.kick();
    // The last numbers are acknowledged by the next poll, if not by the next event.
    return outcome.cursor < last ? 'again' : 'rest';
  }
}
