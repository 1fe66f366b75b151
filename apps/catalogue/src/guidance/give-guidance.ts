import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { catalogueProblems, guidanceGiven, Problem, type GiveGuidance as Guidance, type GuidanceComment } from '@gongshu/contracts';
import { actingOrganisation, citation, NodeRegulation, optionalParameter, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { GUIDANCE, guidesOf, isEditable, partiesOf } from '../entry/entry.js';
import { EntryAccess } from '../entry/entry-access.js';
import { GuidanceStore } from './guidance.store.js';

/** The data authority advises a department on a draft (fushun 6, jian 4). The draft stays where it is. */
@Injectable()
export class GiveGuidance {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly entries: EntryAccess,
    private readonly comments: GuidanceStore,
  ) {}

  async run(ctx: RequestContext, input: Guidance): Promise<GuidanceComment> {
    return this.unitOfWork.run(ctx, (tx) => this.give(tx, input), input);
  }

  private async give(tx: Transaction, { id, text }: Guidance): Promise<GuidanceComment> {
    const { ctx } = tx;
    const entry = await this.entries.underLock(tx, id);
    const parties = partiesOf(entry, ctx);
    const pack = parties.length === 0 ? this.regulation.pack : this.regulation.packOf(entry.standing);
    const rule = optionalParameter(pack, GUIDANCE);
    const cited = rule === undefined ? {} : { article: citation(rule.source) };
    if (!guidesOf(pack).some((party) => parties.includes(party))) throw new Problem(catalogueProblems.notYourTurn, cited);
    if (!isEditable(entry, pack)) throw new Problem(catalogueProblems.actNotAllowed, cited);
    const comment = { id: randomUUID(), entryId: id, version: entry.version, text, author: { ...actingOrganisation(ctx) }, givenAt: ctx.now };
    await this.comments.insert(tx, comment);
    tx.announce(guidanceGiven, id, { id: comment.id, entryId: id, provider: entry.provider.id, article: rule?.source.article ?? '' });
    return comment;
  }
}
