import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { accountLocked, loggedIn } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { FindHolder } from '../client/find-holder.js';
import { AccountStore } from './account.store.js';
import { hashPassword, passwordMatches } from './password.js';

const MOST_FAILURES = 5;
const LOCK_MILLISECONDS = 15 * 60_000;

/**
 * Name and password. Whatever is wrong, the answer is the same no and takes as long: an unknown name, a wrong password, a locked account, a person no longer in office. Five wrong passwords in a row
 * lock an account for a quarter of an hour.
 */
@Injectable()
export class LogIn {
  /** Compared against when there is no password to compare with. */
  private readonly decoy = hashPassword(randomUUID());

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountStore,
    private readonly findHolder: FindHolder,
  ) {}

  /** @returns whether the person may in */
  async run(ctx: RequestContext, accountId: string, password: string): Promise<boolean> {
    const lockedUntil = new Date(Date.parse(ctx.now) + LOCK_MILLISECONDS).toISOString();
    const attempt = await this.unitOfWork.run(ctx, (tx) => this.accounts.attempt(tx, accountId, MOST_FAILURES, lockedUntil));
    const kept = attempt?.password ?? null;
    const matches = await passwordMatches(password, kept ?? (await this.decoy));
    return this.unitOfWork.run({ ...ctx, actor: accountId }, async (tx) => {
      if (kept === null || !matches) {
        if (attempt !== undefined && attempt.lockedUntil !== null) tx.announce(accountLocked, accountId, { accountId, until: attempt.lockedUntil });
        return false;
      }
      const holder = await this.findHolder.run(tx, accountId);
      if (holder === null || !(await this.accounts.succeed(tx, accountId, kept.hash))) return false;
      tx.announce(loggedIn, accountId, { accountId, organisationId: holder.organisation.id });
      return true;
    });
  }
}
