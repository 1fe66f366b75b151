import { Injectable } from '@nestjs/common';
import { Problem, problems, type ActOnSupplyTask as Act, type SupplyTaskView } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { DemandPlanStore } from './demand-plan.store.js';
import { RecordTaskMove } from './record-task-move.js';
import { partiesOf, taskView } from './supply-task.js';
import { SupplyTaskStore } from './supply-task.store.js';

@Injectable()
export class ActOnSupplyTask {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly plans: DemandPlanStore,
    private readonly tasks: SupplyTaskStore,
    private readonly recordTask: RecordTaskMove,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<SupplyTaskView> {
    return this.unitOfWork.run(ctx, (tx) => this.act(tx, input), input);
  }

  private async act(tx: Transaction, { id, act, reasons }: Act): Promise<SupplyTaskView> {
    const { ctx } = tx;
    await this.calendars.forAct(tx);
    const found = await this.tasks.findUnscoped(tx, id);
    // The plan first, as its own acts do: whoever took the two the other way round would wait for ever.
    if (found !== undefined) await this.plans.lockUnscoped(tx, found.planId);
    const task = await this.tasks.lockUnscoped(tx, id);
    if (task === undefined || partiesOf(task, ctx, ctx.node.code).length === 0) throw new Problem(problems.notFound);
    const moved = await this.recordTask.act(tx, task, act, reasons === undefined ? {} : { reasons });
    return taskView(moved, this.regulation.packOf(moved.standing), ctx.now);
  }
}
