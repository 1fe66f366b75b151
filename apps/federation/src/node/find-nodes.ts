import { Inject, Injectable } from '@nestjs/common';
import type { NodePage, NodeView, PageQuery } from '@gongshu/contracts';
import { NODE, SETTINGS, UnitOfWork, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';
import type { FederationSettings } from '../federation.config.js';
import { stateOf, type Neighbour } from './node.js';
import { NodeStore } from './node.store.js';

export function viewOf(node: Neighbour, now: string): NodeView {
  const { code, name, level, kind, relation, lastHeardAt, gatewayUrl } = node;
  return { code, name, level, kind, relation, state: stateOf(node, now), lastHeardAt, gatewayUrl };
}

/** This node, its parent and its children, by code. */
@Injectable()
export class FindNodes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly nodes: NodeStore,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(SETTINGS) private readonly settings: FederationSettings,
  ) {}

  async run(ctx: RequestContext, { limit = 50, cursor = '' }: PageQuery): Promise<NodePage> {
    const neighbours = await this.unitOfWork.read(ctx, (tx) => this.nodes.all(tx));
    const others = neighbours.filter(({ relation, code }) => relation === 'CHILD' || code === this.node.parent);
    const views = [this.self(), ...others.map((node) => viewOf(node, ctx.now))].sort((a, b) => a.code.localeCompare(b.code)).filter(({ code }) => code > cursor);
    const items = views.slice(0, limit);
    return { items, nextCursor: views.length > limit ? (items.at(-1)?.code ?? null) : null };
  }

  private self(): NodeView {
    const { code, name, level } = this.node;
    return { code, name, level, kind: 'NODE', relation: 'SELF', state: 'CONNECTED', lastHeardAt: null, gatewayUrl: this.settings.gatewayUrl === '' ? null : this.settings.gatewayUrl };
  }
}
