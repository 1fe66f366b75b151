import { Injectable } from '@nestjs/common';
import { Problem, problems, type SupplyTaskId, type SupplyTaskView } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { partiesOf, taskView } from './supply-task.js';
import { SupplyTaskStore } from './supply-task.store.js';

@Injectable()
export class GetSupplyTask {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly tasks: SupplyTaskStore,
  ) {}

  async run(ctx: RequestContext, { id }: SupplyTaskId): Promise<SupplyTaskView> {
    const task = await this.unitOfWork.read(ctx, (tx) => this.tasks.findUnscoped(tx, id));
    if (task === undefined || partiesOf(task, ctx, ctx.node.code).length === 0) throw new Problem(problems.notFound);
    return taskView(task, this.regulation.packOf(task.standing), ctx.now);
  }
}
