import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  catalogueProblems, classProblems, contributionMoved, Problem, problems,
  type ActOnContribution, type ContributionPage, type ContributionView, type FindContributions, type Party, type ProposeContribution,
} from '@gongshu/contracts';
import { actingOrganisation, cutPage, isSameOrganisation, NEWEST_FIRST, NodeRegulation, optionalList, pageStart, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { Responsibilities } from '../responsibility/responsibilities.js';
import { ContributionStore } from './contribution.store.js';
import { FindClasses } from './find-classes.js';

/** One lead, several contributors: who does not lead a class proposes, and the lead accepts or declines (liaoning 9). */
@Injectable()
export class Contribute {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly finding: FindClasses,
    private readonly responsibilities: Responsibilities,
    private readonly contributions: ContributionStore,
  ) {}

  /** @throws Problem 404 for an unknown class; 409 where nobody leads it */
  async propose(ctx: RequestContext, input: ProposeContribution): Promise<ContributionView> {
    const contributor = actingOrganisation(ctx);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        await this.finding.named(tx, input.classCode);
        const lead = await this.leadFor(tx, input.classCode, contributor);
        const proposed: ContributionView = { ...input, id: randomUUID(), contributor, lead, state: 'PROPOSED', reasons: null, proposedAt: ctx.now, decidedAt: null };
        await this.contributions.add(tx, proposed);
        tx.announce(contributionMoved, proposed.id, { id: proposed.id, classCode: input.classCode, to: proposed.state });
        return proposed;
      },
      input,
    );
  }

  /** @throws Problem 403 for anybody but the lead; 409 when it has been decided; 422 when declined without reasons */
  async act(ctx: RequestContext, input: ActOnContribution): Promise<ContributionView> {
    const { id, act, reasons = null } = input;
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const found = await this.contributions.loadForUpdate(tx, id);
        if (!isSameOrganisation(found.lead, actingOrganisation(ctx))) throw new Problem(catalogueProblems.notYourTurn);
        if (found.state !== 'PROPOSED') throw new Problem(classProblems.contributionDecided);
        if (act === 'decline' && reasons === null) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/reasons', code: 'field-required', detail: 'reasons for declining' }] });
        const decided = { ...found, state: act === 'accept' ? 'ACCEPTED' : 'DECLINED', reasons, decidedAt: ctx.now };
        await this.contributions.decide(tx, decided);
        tx.announce(contributionMoved, id, { id, classCode: found.classCode, to: decided.state });
        return decided;
      },
      input,
    );
  }

  async find(ctx: RequestContext, query: FindContributions): Promise<ContributionPage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const organisation = actingOrganisation(ctx).id;
    const rows = await this.unitOfWork.read(ctx, (tx) => this.contributions.page(tx, { organisation, state: query.state, after, limit: limit + 1 }));
    return cutPage(rows, limit, ({ number }) => number, ({ contribution }) => contribution);
  }

  /** The lead of the contributor's own level; where only another level assembles the class, that level's (hebei 18). */
  private async leadFor(tx: Transaction, code: string, contributor: Party): Promise<Party> {
    const own = await this.responsibilities.at(tx, { of: 'CLASS', code }, contributor);
    const levels = optionalList(this.regulation.pack, 'resourceDatabase.levels');
    const leads = (await this.responsibilities.now(tx, 'CLASS')).get(code) ?? [];
    const above = leads.find(({ organisation }) => levels.includes(organisation.level) && organisation.division === tx.ctx.node.code)?.organisation;
    const lead = levels.includes(contributor.level) ? (own ?? above) : (above ?? own);
    if (lead === undefined || isSameOrganisation(lead, contributor)) throw new Problem(classProblems.noLead);
    return lead;
  }
}
