import { Controller } from '@nestjs/common';
import {
  findFunctionItems,
  FindFunctionItems as Query,
  findObligationCoverage,
  FunctionItemContent,
  PageQuery,
  registerFunctionItem,
  withdrawFunctionItem,
  WithdrawFunctionItem as Withdrawal,
  type FunctionItemPage,
  type FunctionItemView,
  type ObligationCoverage,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindFunctionItems } from './find-function-items.js';
import { RegisterFunctionItem } from './register-function-item.js';
import { WithdrawFunctionItem } from './withdraw-function-item.js';

@Controller()
export class FunctionItemController {
  constructor(
    private readonly registering: RegisterFunctionItem,
    private readonly withdrawing: WithdrawFunctionItem,
    private readonly finding: FindFunctionItems,
  ) {}

  @Answers(registerFunctionItem)
  register(input: FunctionItemContent, ctx: RequestContext): Promise<FunctionItemView> {
    return this.registering.run(ctx, input);
  }

  @Answers(withdrawFunctionItem)
  withdraw(input: Withdrawal, ctx: RequestContext): Promise<FunctionItemView> {
    return this.withdrawing.run(ctx, input);
  }

  @Answers(findFunctionItems)
  find(input: Query, ctx: RequestContext): Promise<FunctionItemPage> {
    return this.finding.page(ctx, input);
  }

  @Answers(findObligationCoverage)
  coverage(input: PageQuery, ctx: RequestContext): Promise<ObligationCoverage> {
    return this.finding.coverage(ctx, input);
  }
}
