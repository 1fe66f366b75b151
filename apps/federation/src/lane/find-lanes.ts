import { Inject, Injectable } from '@nestjs/common';
import type { LanePage, LaneView, PageQuery } from '@gongshu/contracts';
import { NODE, UnitOfWork, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';
import { IncomingStore } from './incoming.store.js';
import { OutgoingStore } from './outgoing.store.js';

const keyOf = ({ node, lane, direction }: LaneView): string => `${node} ${lane} ${direction}`;

/** Every lane of this node with each neighbour, both directions. */
@Injectable()
export class FindLanes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outgoing: OutgoingStore,
    private readonly incoming: IncomingStore,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  async run(ctx: RequestContext, { limit = 50, cursor = '' }: PageQuery): Promise<LanePage> {
    const { parent } = this.node;
    const found = await this.unitOfWork.read(ctx, async (tx): Promise<LaneView[]> => [
      ...(await this.outgoing.all(tx)).map(({ node, lane, last, acknowledged, frozen }) => ({ node, lane, direction: node === parent ? 'UP' : 'DOWN', last, acknowledged, frozen: frozen !== null })),
      ...(await this.incoming.all(tx)).map(({ node, lane, last, frozen }) => ({ node, lane, direction: node === parent ? 'DOWN' : 'UP', last, acknowledged: last, frozen: frozen !== null })),
    ]);
    const lanes = found.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).filter((lane) => keyOf(lane) > cursor);
    const items = lanes.slice(0, limit);
    const end = items.at(-1);
    return { items, nextCursor: lanes.length > limit && end !== undefined ? keyOf(end) : null };
  }
}
