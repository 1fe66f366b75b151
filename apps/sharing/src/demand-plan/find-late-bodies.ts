import { Injectable } from '@nestjs/common';
import { Problem, sharingProblems, type FindLateBodies as Search, type LateBodies } from '@gongshu/contracts';
import { actingOrganisation, citation, cutPage, NodeRegulation, optionalParameter, pageStart, UnitOfWork, type PageOrder, type RequestContext } from '@gongshu/service-kit';
import { localDay } from '@gongshu/regulation';
import { dueOfYear } from './demand-plan.js';
import { DemandPlanStore } from './demand-plan.store.js';
import { lateness } from './late-bodies.js';
import { PlanningBodyStore } from './planning-body.store.js';

const BY_BODY: PageOrder = { start: '', isCursor: (text) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) };

/** Who of an authority's own level owes a plan, or the update of a month, with the article that demands it. */
@Injectable()
export class FindLateBodies {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly bodies: PlanningBodyStore,
    private readonly plans: DemandPlanStore,
  ) {}

  async run(ctx: RequestContext, search: Search): Promise<LateBodies> {
    const { after, limit } = pageStart(search, BY_BODY);
    const { pack } = this.regulation;
    const today = localDay(ctx.now);
    const year = search.year ?? Number(today.slice(0, 4));
    const [due, update] = ['demandPlan.due', 'demandPlan.update'].map((key) => optionalParameter(pack, key)?.source);
    if (due === undefined && update === undefined) throw new Problem(sharingProblems.notRegulated);
    const dueOn = dueOfYear(pack, year);
    const duties = {
      year,
      submission: due === undefined || dueOn === null ? null : { dueOn, article: citation(due) },
      monthly: update === undefined ? null : citation(update),
    };
    const { division, level } = actingOrganisation(ctx);
    return this.unitOfWork.read(ctx, async (tx) => {
      const records = await this.plans.records(tx, year, division, level);
      const late = (await this.bodies.ofLevel(tx, division, level)).flatMap((body) => lateness(body, records.get(body.party.id), duties, today) ?? []);
      return cutPage(late.filter(({ organisation }) => organisation.id > after), limit, ({ organisation }) => organisation.id, (body) => body);
    });
  }
}
