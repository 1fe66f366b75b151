import { Injectable } from '@nestjs/common';
import type { FindDemandPlans, SeePlanSupply, SuggestedEntry, SupplyLine, SupplyPage } from '@gongshu/contracts';
import { cutPage, pageStart, UnitOfWork, type PageOrder, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { FindSupply } from '../demand/find-supply.js';
import { fitting, isObtainable, suggestion, type Supply } from '../demand/supply.js';
import { DemandPlanStore, type PlanLine } from './demand-plan.store.js';
import { ReadDemandPlans } from './read-demand-plans.js';
import { DECLINED, type SupplyTask } from './supply-task.js';
import { SupplyTaskStore } from './supply-task.store.js';

const BY_ITEM: PageOrder = { start: '-1_0', isCursor: (text) => /^(?:0|[1-9]\d{0,17})_(?:0|[1-9]\d{0,8})$/.test(text) };
const MOST_SUGGESTIONS = 3;

/** Supply against demand: each item of a plan, or of all plans, with what supplies it, or who is to, or what may. */
@Injectable()
export class SeeSupply {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly read: ReadDemandPlans,
    private readonly plans: DemandPlanStore,
    private readonly tasks: SupplyTaskStore,
    private readonly supply: FindSupply,
  ) {}

  async ofPlan(ctx: RequestContext, search: SeePlanSupply): Promise<SupplyPage> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const { id } = await this.read.readable(tx, search.id);
      return this.page(tx, search, { planId: id });
    });
  }

  async ofAll(ctx: RequestContext, search: FindDemandPlans): Promise<SupplyPage> {
    return this.unitOfWork.read(ctx, (tx) => this.page(tx, search, search.year === undefined ? {} : { year: search.year }));
  }

  private async page(tx: Transaction, search: FindDemandPlans | SeePlanSupply, of: { planId?: string; year?: number }): Promise<SupplyPage> {
    const { after, limit } = pageStart(search, BY_ITEM);
    const { items, nextCursor } = cutPage(await this.plans.lines(tx, of, after, limit + 1), limit, ({ cursor }) => cursor, (line) => line);
    const said = items.flatMap(({ plan }) => plan.matches);
    const entries = new Map((await this.supply.byId(tx, said.flatMap(({ entryId }) => entryId ?? []))).map((entry) => [entry.id, entry]));
    const tasks = new Map((await this.tasks.find(tx, said.flatMap(({ taskId }) => taskId ?? []))).map((task) => [task.id, task]));
    const lines: SupplyLine[] = [];
    for (const line of items) lines.push(await this.lineOf(tx, line, entries, tasks));
    return { items: lines, nextCursor };
  }

  private async lineOf(tx: Transaction, line: PlanLine, entries: ReadonlyMap<string, Supply>, tasks: ReadonlyMap<string, SupplyTask>): Promise<SupplyLine> {
    const { plan: { id, year, requester, matches }, item } = line;
    const match = matches.find((one) => one.item === item.name);
    const known = entries.get(match?.entryId ?? '');
    // An entry that was withdrawn, or is shared no longer, supplies nothing.
    const entry = known !== undefined && isObtainable(known, tx.ctx.node) ? known : undefined;
    const task = tasks.get(match?.taskId ?? '');
    const status = entry !== undefined ? 'MATCHED' : task === undefined ? 'UNMATCHED' : task.standing.ended ? (task.standing.step === DECLINED ? 'DECLINED' : 'UNMATCHED') : 'ASSIGNED';
    return {
      planId: id, year, requester, item: item.name, dataItems: item.dataItems, status,
      entryId: entry?.id ?? null, entryName: entry?.name ?? null, provider: entry?.provider ?? (status === 'UNMATCHED' ? null : (task?.provider ?? null)),
      taskId: task?.id ?? null, dueOn: status === 'ASSIGNED' ? (task?.standing.dueOn ?? null) : null,
      suggestions: entry === undefined ? await this.suggestionsFor(tx, line) : [],
    };
  }

  private async suggestionsFor(tx: Transaction, { plan: { requester }, item }: PlanLine): Promise<SuggestedEntry[]> {
    const candidates = await this.supply.like(tx, [item.name, ...item.dataItems]);
    const found = fitting(item, candidates, requester, tx.ctx.node);
    // What the body itself believes to be the entry comes first.
    const own = found.filter(({ supply }) => supply.id === item.entryId);
    return [...own, ...found.filter((one) => !own.includes(one))].slice(0, MOST_SUGGESTIONS).map(suggestion);
  }
}
