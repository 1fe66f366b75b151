import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type DemandPlanView, type DraftDemandPlan as Draft } from '@gongshu/contracts';
import { actingOrganisation, NodeRegulation, refusalProblem, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { beginProcedure, localDay } from '@gongshu/regulation';
import { dueOfYear, PLAN, planContent, planView, repeatedItem } from './demand-plan.js';
import { DemandPlanStore } from './demand-plan.store.js';
import { RecordPlanMove } from './record-plan-move.js';

/** A body begins its plan of a year, the first act of the pack's procedure. */
@Injectable()
export class DraftDemandPlan {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly plans: DemandPlanStore,
    private readonly recordMove: RecordPlanMove,
  ) {}

  async run(ctx: RequestContext, input: Draft): Promise<DemandPlanView> {
    return this.unitOfWork.run(ctx, (tx) => this.draft(tx, input), input);
  }

  private async draft(tx: Transaction, { year, items = [] }: Draft): Promise<DemandPlanView> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const { pack } = this.regulation;
    const dueOn = dueOfYear(pack, year);
    const facts = dueOn === null ? {} : { dueOfYear: dueOn };
    const outcome = beginProcedure(pack, PLAN, { actor: { roles: ctx.roles, parties: ['requester'] }, facts, content: planContent(year, items), at: ctx.now }, calendar);
    if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, ctx.language);
    const thisYear = Number(localDay(ctx.now).slice(0, 4));
    if (year < thisYear || year > thisYear + 1) {
      throw new Problem(problems.invalidInput, { errors: [{ pointer: '/year', code: 'out-of-range', detail: `${String(thisYear)} or ${String(thisYear + 1)}` }] });
    }
    const repeated = repeatedItem(items);
    if (repeated !== null) throw new Problem(problems.invalidInput, { errors: [{ pointer: `/items/${String(repeated)}/name`, code: 'repeated', detail: 'an item of the same name stands before' }] });
    const plan = { id: randomUUID(), year, requester: actingOrganisation(ctx), items, matches: [], version: 0, submittedAt: null, standing: outcome.standing, history: [] };
    if (!(await this.plans.add(tx, plan))) throw new Problem(sharingProblems.planExists);
    return planView(await this.recordMove.run(tx, plan, outcome, false), pack, ctx.now);
  }
}
