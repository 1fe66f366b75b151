import { Injectable } from '@nestjs/common';
import { caseMoved, sharingProblems, supplyTaskMoved } from '@gongshu/contracts';
import { historyEntry, keepDeadline, NodeRegulation, refusalProblem, tellCase, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import { beginProcedure, takeAct, type Content, type Moved, type Refused } from '@gongshu/regulation';
import { listed, partiesOf, TASK, TASK_TIMERS, type SupplyTask } from './supply-task.js';
import { SupplyTaskStore } from './supply-task.store.js';

/** Acts on supply tasks, with everything that follows: history, deadline, and who is told. What each act demands and of whom is the pack's to say. */
@Injectable()
export class RecordTaskMove {
  constructor(
    private readonly tasks: SupplyTaskStore,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
  ) {}

  /** @throws Problem what the pack refuses */
  async assign(tx: Transaction, draft: Omit<SupplyTask, 'standing' | 'history' | 'entryId'>): Promise<SupplyTask> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const asked = { actor: { roles: ctx.roles, parties: partiesOf(draft, ctx, ctx.node.code) }, facts: {}, content: {}, at: ctx.now };
    return this.record(tx, { ...draft, entryId: null, history: [] }, lawful(beginProcedure(this.regulation.pack, TASK, asked, calendar), ctx.language), null);
  }

  /** @throws Problem what the pack refuses */
  async act(tx: Transaction, task: SupplyTask, act: string, { reasons, entryId }: { readonly reasons?: string; readonly entryId?: string } = {}): Promise<SupplyTask> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const content: Content = reasons === undefined ? {} : { reasons };
    const asked = { act, actor: { roles: ctx.roles, parties: partiesOf(task, ctx, ctx.node.code) }, facts: {}, content, at: ctx.now };
    const moved = lawful(takeAct(this.regulation.packOf(task.standing), task.standing, asked, calendar), ctx.language);
    return this.record(tx, { ...task, entryId: entryId ?? null }, moved, reasons ?? null);
  }

  private async record(tx: Transaction, before: Omit<SupplyTask, 'standing'>, moved: Moved, reasons: string | null): Promise<SupplyTask> {
    const { standing, act, to, source } = moved;
    const pack = this.regulation.packOf(standing);
    const task = { ...before, standing, history: [...before.history, historyEntry(moved, tx.ctx, reasons)] };
    await this.tasks.save(tx, task);
    const { id, planId, provider, entryId } = task;
    await keepDeadline(tx, TASK_TIMERS, id, standing, { pack, calendar: await this.calendars.forAct(tx) });
    tx.announce(supplyTaskMoved, id, { id, planId, providerId: provider.id, act, to, article: source.article, entryId, dueOn: standing.dueOn });
    tellCase(tx, caseMoved.sharing, pack, listed(task));
    return task;
  }
}

function lawful(outcome: Moved | Refused, language: 'zh' | 'en'): Moved {
  if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, language);
  return outcome;
}
