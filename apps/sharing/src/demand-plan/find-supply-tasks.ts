import { Injectable } from '@nestjs/common';
import type { FindSupplyTasks as Search, SupplyTaskPage } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, NodeRegulation, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { taskView } from './supply-task.js';
import { SupplyTaskStore } from './supply-task.store.js';

@Injectable()
export class FindSupplyTasks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly tasks: SupplyTaskStore,
  ) {}

  async run(ctx: RequestContext, search: Search): Promise<SupplyTaskPage> {
    const { after, limit } = pageStart(search, NEWEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.tasks.page(tx, search.ended, after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, (task) => taskView(task, this.regulation.packOf(task.standing), ctx.now));
  }
}
