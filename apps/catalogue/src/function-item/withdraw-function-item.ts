import { Injectable } from '@nestjs/common';
import { entryNeedsUpdate, functionItemChanged, Problem, problems, type FunctionItemView, type WithdrawFunctionItem as Withdrawal } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { FunctionItemStore, functionView } from './function-item.store.js';

const CAUSE = 'FUNCTION_WITHDRAWN';

/** A function falls away: what the catalogue says of the data that arose by it no longer fits the department's duties (fushun 10). */
@Injectable()
export class WithdrawFunctionItem {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly functions: FunctionItemStore,
  ) {}

  async run(ctx: RequestContext, input: Withdrawal): Promise<FunctionItemView> {
    return this.unitOfWork.run(ctx, (tx) => this.withdraw(tx, input), input);
  }

  private async withdraw(tx: Transaction, { id, reasons }: Withdrawal): Promise<FunctionItemView> {
    const { now } = tx.ctx;
    const department = actingOrganisation(tx.ctx);
    const item = await this.functions.loadOwn(tx, id, department.id);
    if (item.withdrawalReasons !== null) throw new Problem(problems.conflict);
    await this.functions.withdraw(tx, id, reasons);
    tx.announce(functionItemChanged, id, { id, organisationId: department.id, state: 'WITHDRAWN' });
    for (const entryId of await this.functions.markLinkedEntries(tx, item, CAUSE)) tx.announce(entryNeedsUpdate, entryId, { id: entryId, cause: CAUSE, since: now });
    return functionView({ ...item, withdrawalReasons: reasons });
  }
}
