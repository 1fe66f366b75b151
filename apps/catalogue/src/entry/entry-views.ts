import { Injectable } from '@nestjs/common';
import type { EntryView, StepView } from '@gongshu/contracts';
import { NodeRegulation, stepView, type RequestContext } from '@gongshu/service-kit';
import { partiesOf, type Entry } from './entry.js';

/** Entries as callers see them. */
@Injectable()
export class EntryViews {
  constructor(private readonly regulation: NodeRegulation) {}

  of(entry: Entry, ctx: RequestContext): EntryView {
    const { id, code, version, provider, node, content, standing, history, publishedAt, replacedAt, withdrawal, needsUpdate = null } = entry;
    // Returns and their reasons are between the provider and its authority.
    const open = partiesOf(entry, ctx).length > 0 ? history : history.filter(({ to }) => to === 'PUBLISHED');
    return { ...content, id, code, version, provider, node, state: withdrawal === null ? standing.step : 'WITHDRAWN', step: this.stepOf(entry, ctx), history: [...open], publishedAt, replacedAt, withdrawalReasons: withdrawal?.reasons ?? null, needsUpdate };
  }

  private stepOf({ node, standing }: Entry, ctx: RequestContext): StepView {
    // A neighbour may follow a pack this node does not have; the label of a published entry is the same in all.
    return stepView(node === ctx.node.code ? this.regulation.packOf(standing) : this.regulation.pack, standing, ctx.now);
  }
}
