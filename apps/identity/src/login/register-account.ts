import { Injectable } from '@nestjs/common';
import { accountRegistered, identityProblems, Problem, type AccountActivation, type RegisterAccount as Registration } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { AdmitPerson } from '../client/admit-person.js';
import { AccountStore } from './account.store.js';
import { LoginRecordStore } from './login-record.store.js';
import { hashActivationCode, newActivationCode } from './password.js';

const CODE_MILLISECONDS = 7 * 86_400_000;

/** Gives a person in office an account, or begins it anew. The code is in this answer and nowhere else, so the answer is not kept for repetition. */
@Injectable()
export class RegisterAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly admit: AdmitPerson,
    private readonly accounts: AccountStore,
    private readonly records: LoginRecordStore,
  ) {}

  async run(ctx: RequestContext, { accountId, organisationId, personId, externalSubject }: Registration): Promise<AccountActivation> {
    const activationCode = externalSubject === undefined ? newActivationCode() : null;
    const activateBefore = activationCode === null ? null : new Date(Date.parse(ctx.now) + CODE_MILLISECONDS).toISOString();
    await this.unitOfWork.run({ ...ctx, idempotencyKey: null }, async (tx) => {
      await this.admit.run(tx, { accountId, organisationId, personId });
      if (externalSubject !== undefined) {
        const owner = await this.accounts.ofExternalSubject(tx, externalSubject);
        if (owner !== undefined && owner !== accountId) throw new Problem(identityProblems.subjectTaken);
      }
      const activation = activationCode === null || activateBefore === null ? null : { codeHash: hashActivationCode(activationCode), before: activateBefore };
      await this.accounts.begin(tx, accountId, activation, externalSubject ?? null);
      await this.records.endAccount(tx, accountId);
      tx.announce(accountRegistered, accountId, { accountId, organisationId });
    });
    return { accountId, organisationId, personId, activationCode, activateBefore };
  }
}
