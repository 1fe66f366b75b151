import { Injectable } from '@nestjs/common';
import { accountActivated } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { FindHolder } from '../client/find-holder.js';
import { AccountStore } from './account.store.js';
import { LoginRecordStore } from './login-record.store.js';
import { hashActivationCode, hashPassword, isAcceptable } from './password.js';

export interface Activation {
  readonly accountId: string;
  readonly code: string;
  readonly password: string;
}

/** A person sets a password with the one-time code. */
@Injectable()
export class ActivateAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountStore,
    private readonly findHolder: FindHolder,
    private readonly records: LoginRecordStore,
  ) {}

  async run(ctx: RequestContext, { accountId, code, password }: Activation): Promise<'activated' | 'unacceptable-password' | 'refused'> {
    if (!isAcceptable(password, accountId)) return 'unacceptable-password';
    const hashed = await hashPassword(password);
    return this.unitOfWork.run({ ...ctx, actor: accountId }, async (tx) => {
      const holder = await this.findHolder.run(tx, accountId);
      if (holder === null || !(await this.accounts.activate(tx, accountId, hashActivationCode(code), hashed))) return 'refused';
      await this.records.endAccount(tx, accountId);
      tx.announce(accountActivated, accountId, { accountId, organisationId: holder.organisation.id });
      return 'activated';
    });
  }
}
