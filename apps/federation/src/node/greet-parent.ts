import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { FEDERATION_VERBS, HelloAnswer } from '@gongshu/contracts';
import { CLOCK, LOGGER, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { Lanes } from '../lane/lanes.js';
import { Introduction } from '../link/introduction.js';
import { Links, type Uplink } from '../link/links.js';
import { Loop } from '../link/loop.js';
import { readMessage } from '../link/read-message.js';
import { DistantNodes } from './distant-nodes.js';
import { Neighbours } from './neighbours.js';

const HEARTBEAT_MILLISECONDS = 10_000;
/** Nobody waits long for a node that has come back. */
const LONGEST_BACKOFF_MILLISECONDS = 1_000;
const SOFTWARE = 'gongshu 0.1';

/** Says hello to the parent on connecting and every ten seconds: presence, addresses and token keys of both, and where the lanes stand. */
@Injectable()
export class GreetParent {
  readonly loop: Loop;
  private reachable = false;
  private returned: () => void = () => undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly neighbours: Neighbours,
    private readonly distantNodes: DistantNodes,
    private readonly lanes: Lanes,
    private readonly introduction: Introduction,
    private readonly links: Links,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.loop = new Loop(() => this.round(), {
      pollMilliseconds: HEARTBEAT_MILLISECONDS,
      longestBackoffMilliseconds: LONGEST_BACKOFF_MILLISECONDS,
      failed: (error) => {
        if (this.reachable) logger.warn({ err: error }, 'the parent does not answer');
        this.reachable = false;
      },
    });
  }

  /** Told when the parent answers again after it did not: what waits for it need not wait longer. */
  onReturn(listener: () => void): void {
    this.returned = listener;
  }

  /** The link is up, again or for the first time. */
  connected(): void {
    this.reachable = false;
    this.loop.hurry();
  }

  private async round(): Promise<'rest'> {
    const { up } = this.links;
    if (up === null) return 'rest';
    await this.greet(up);
    if (!this.reachable) this.returned();
    this.reachable = true;
    return 'rest';
  }

  private async greet({ parent, link }: Uplink): Promise<void> {
    const below = await this.unitOfWork.read(platformContext(this.node, this.clock, 'hello'), (tx) => this.distantNodes.below(tx));
    const hello = { ...(await this.introduction.compose()), software: SOFTWARE, below };
    const answer = readMessage(HelloAnswer, await link.call(parent, FEDERATION_VERBS.hello, hello, { probe: true }));
    await this.unitOfWork.run(platformContext(this.node, this.clock, 'hello'), async (tx) => {
      const known = await this.neighbours.parent(tx, parent);
      if (!(await this.neighbours.sameEpoch(tx, known, answer.epoch))) {
        await this.lanes.freezeReceived(tx, parent, `the parent's database is another one: epoch ${answer.epoch}`);
      }
      await this.neighbours.heard(tx, parent, answer);
      await this.distantNodes.heardOfAbove(tx, parent, answer.above ?? []);
      await this.lanes.settle(tx, parent, answer.lanes);
    });
  }
}
