import { Injectable } from '@nestjs/common';
import type { EntryView, StepView } from '@gongshu/contracts';
import { localDay, stepOf } from '@gongshu/regulation';
import { NodeRegulation, type RequestContext } from '@gongshu/service-kit';
import { partiesOf, type Entry } from './entry.js';

/** Entries as callers see them. */
@Injectable()
export class EntryViews {
  constructor(private readonly regulation: NodeRegulation) {}

  of(entry: Entry, ctx: RequestContext): EntryView {
    const { id, code, version, provider, node, content, standing, history, publishedAt } = entry;
    // Returns and their reasons are between the provider and its authority.
    const open = partiesOf(entry, ctx).length > 0 ? history : history.filter(({ to }) => to === 'PUBLISHED');
    return { ...content, id, code, version, provider, node, state: standing.step, step: this.stepOf(entry, ctx), history: [...open], publishedAt };
  }

  private stepOf({ node, standing }: Entry, ctx: RequestContext): StepView {
    const { procedure, packId, packVersion, step, ended, since, dueOn, dueArticle } = standing;
    // A neighbour may follow a pack this node does not have; the label of a published entry is the same in all.
    const pack = node === ctx.node.code ? this.regulation.shelf.effective(packId, packVersion) : this.regulation.pack;
    const { label, actor, acts } = stepOf(pack, standing);
    return {
      procedure,
      pack: packId,
      packVersion,
      step,
      label,
      ended,
      since,
      dueOn,
      dueArticle,
      overdue: dueOn !== null && dueOn < localDay(ctx.now),
      actorRole: actor?.role ?? null,
      actorParty: actor?.party ?? null,
      acts: [...acts],
    };
  }
}
