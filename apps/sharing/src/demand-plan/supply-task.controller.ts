import { Controller } from '@nestjs/common';
import { actOnSupplyTask, findSupplyTasks, getSupplyTask, ActOnSupplyTask as Act, FindSupplyTasks as Search, SupplyTaskId, type SupplyTaskPage, type SupplyTaskView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ActOnSupplyTask } from './act-on-supply-task.js';
import { FindSupplyTasks } from './find-supply-tasks.js';
import { GetSupplyTask } from './get-supply-task.js';

@Controller()
export class SupplyTaskController {
  constructor(
    private readonly acting: ActOnSupplyTask,
    private readonly getting: GetSupplyTask,
    private readonly finding: FindSupplyTasks,
  ) {}

  @Answers(actOnSupplyTask)
  act(input: Act, ctx: RequestContext): Promise<SupplyTaskView> {
    return this.acting.run(ctx, input);
  }

  @Answers(getSupplyTask)
  get(input: SupplyTaskId, ctx: RequestContext): Promise<SupplyTaskView> {
    return this.getting.run(ctx, input);
  }

  @Answers(findSupplyTasks)
  find(input: Search, ctx: RequestContext): Promise<SupplyTaskPage> {
    return this.finding.run(ctx, input);
  }
}
