import { Injectable } from '@nestjs/common';
import { Problem, problems, type EntryContent, type Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { FunctionItemStore } from './function-item.store.js';

/** An entry is linked to a function its provider has. */
@Injectable()
export class FunctionRules {
  constructor(private readonly functions: FunctionItemStore) {}

  /** @throws Problem 422 for a function that is not the provider's, or is withdrawn */
  async check(tx: Transaction, { functionItem }: EntryContent, provider: Party): Promise<void> {
    if (functionItem === undefined || (await this.functions.isInForce(tx, functionItem, provider.id))) return;
    throw new Problem(problems.invalidInput, { errors: [{ pointer: '/functionItem', code: 'unknown-function', detail: 'no function in force of the department has this id' }] });
  }
}
