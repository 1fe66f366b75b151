import { Injectable } from '@nestjs/common';
import { Problem, problems, type CheckCompleteness as Question, type CompletenessView } from '@gongshu/contracts';
import { DocumentSigner, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import { FIRST_LINK } from './chain.js';
import { ChainCheck } from './chain-check.js';
import { PermitChainStore } from './permit-chain.store.js';

const STEP = 5_000;
/** What one answer goes through: about a second. */
const MOST_CHECKED = 100_000;

/** Proves from the permits themselves that none is missing and none was changed, and signs what it found. Permits taken meanwhile are left for the next time. */
@Injectable()
export class CheckCompleteness {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly permits: PermitChainStore,
    private readonly getGrant: GetGrant,
    private readonly signer: DocumentSigner,
  ) {}

  /** @throws Problem 404 for whoever may not read the calls made under the grant */
  async run(ctx: RequestContext, { id, from = 1 }: Question): Promise<CompletenessView> {
    const { to, last, head, check } = await this.unitOfWork.read(ctx, async (tx) => {
      await this.getGrant.permitsMustBeReadable(tx, id);
      return this.check(tx, id, from);
    });
    const { count, gaps, open, openNumbers, brokenAt } = check;
    const complete = brokenAt === null;
    const statement = { grantId: id, from, to, last, head, complete, at: ctx.now };
    return { from, to, last, count, gaps, open, openNumbers, head, complete, brokenAt, statement, jws: await this.signer.sign('completeness', statement) };
  }

  private async check(tx: Transaction, id: string, from: number): Promise<{ to: number; last: number; head: string; check: ChainCheck }> {
    const found = await this.permits.head(tx, id);
    if (found === undefined) throw new Problem(problems.notFound);
    const { last, head } = found;
    const to = Math.max(from - 1, Math.min(last, from + MOST_CHECKED - 1));
    const check = new ChainCheck(id, from, from === 1 ? FIRST_LINK : ((await this.permits.find(tx, id, from - 1))?.link ?? null));
    for (let first = from; first <= to; first += STEP) {
      for (const permit of await this.permits.between(tx, id, first, Math.min(to, first + STEP - 1))) check.take(permit);
    }
    check.end(to, to === last ? head : null);
    return { to, last, head, check };
  }
}
