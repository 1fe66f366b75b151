import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type ActOnDemandPlan as Act, type DemandPlanView, type PlanItem } from '@gongshu/contracts';
import { NodeRegulation, refusalProblem, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { takeAct } from '@gongshu/regulation';
import { cycleFacts, isSameNeed, MATCH, partiesOf, planContent, planView, repeatedItem, type DemandPlan } from './demand-plan.js';
import { DemandPlanStore } from './demand-plan.store.js';
import { MatchItems } from './match-items.js';
import { RecordPlanMove } from './record-plan-move.js';
import { RecordTaskMove } from './record-task-move.js';
import { SupplyTaskStore } from './supply-task.store.js';

const refuse = (pointer: string, code: string, detail: string): Problem => new Problem(problems.invalidInput, { errors: [{ pointer, code, detail }] });

/** One further act on a plan: which there are, who may do it, when and with what is the pack's to say. */
@Injectable()
export class ActOnDemandPlan {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly plans: DemandPlanStore,
    private readonly tasks: SupplyTaskStore,
    private readonly matchItems: MatchItems,
    private readonly recordMove: RecordPlanMove,
    private readonly recordTask: RecordTaskMove,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<DemandPlanView> {
    return this.unitOfWork.run(ctx, (tx) => this.act(tx, input), input);
  }

  private async act(tx: Transaction, { id, act, items, matches }: Act): Promise<DemandPlanView> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const plan = await this.plans.lockUnscoped(tx, id);
    const parties = plan === undefined ? [] : partiesOf(plan, ctx, ctx.node.code);
    if (plan === undefined || parties.length === 0) throw new Problem(problems.notFound);
    const pack = this.regulation.packOf(plan.standing);
    const stated = act === MATCH ? matches : (items ?? (plan.submittedAt === null ? plan.items : undefined));
    const outcome = takeAct(pack, plan.standing, {
      act, actor: { roles: ctx.roles, parties }, facts: cycleFacts(plan.year, act, plan.standing, ctx.now), content: planContent(plan.year, stated), at: ctx.now,
    }, calendar);
    if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, ctx.language, act === MATCH ? { '/items': '/matches' } : {});
    const takesItems = act !== MATCH && pack.procedures[plan.standing.procedure]?.steps[plan.standing.step]?.acts[act]?.requires.some(({ field }) => field === 'items') === true;
    if (items !== undefined && !takesItems) throw refuse('/items', 'no-use', `the act ${act} has no use for it`);
    if (matches !== undefined && act !== MATCH) throw refuse('/matches', 'no-use', `the act ${act} has no use for it`);
    const repeated = repeatedItem(items ?? []);
    if (repeated !== null) throw refuse(`/items/${String(repeated)}/name`, 'repeated', 'an item of the same name stands before');
    const changed = act === MATCH ? await this.matchItems.run(tx, plan, matches ?? []) : items === undefined ? plan : await this.restate(tx, plan, items);
    // What the authority does is no update by the body.
    const moved = await this.recordMove.run(tx, changed, outcome, parties.includes('requester') && act !== MATCH && !outcome.standing.ended);
    return planView(moved, pack, ctx.now);
  }

  /** The plan anew: what was said of an item stays with it, and a task for what is needed no longer is cancelled. */
  private async restate(tx: Transaction, plan: DemandPlan, items: readonly PlanItem[]): Promise<DemandPlan> {
    const stays = (name: string): boolean => items.some((item) => item.name === name && plan.items.some((before) => isSameNeed(before, item)));
    for (const task of plan.submittedAt === null ? [] : await this.tasks.lockOpenOf(tx, plan.id)) if (!stays(task.item.name)) await this.recordTask.act(tx, task, 'cancel');
    return { ...plan, items, matches: plan.matches.filter(({ item }) => stays(item)) };
  }
}
