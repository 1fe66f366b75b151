import { Inject, Injectable } from '@nestjs/common';
import { isId, permitsRefused, permitsTaken, Problem, problems, sharingProblems, type PermitAnswer, type PermitAsk, type RefusedCall, type TakenPermits, type TakePermits as Asks } from '@gongshu/contracts';
import { childTrace, SETTINGS, signTicket, ticketExpiry, TokenVerifier, traceId, UnitOfWork, type Caller, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { localDay } from '@gongshu/regulation';
import type { SharingSettings } from '../sharing.config.js';
import { askMustBeWellFormed, isToken } from './data-path-input.js';
import { passageOf, type GrantForCalls, type Passage } from './permit.js';
import { permitId } from './permit-id.js';
import { PermitStore, type NewPermit } from './permit.store.js';

/** What one message comes to: answers in the order of the asks, the permits to write, and the refusals to announce. */
interface Outcome {
  readonly answers: PermitAnswer[];
  readonly permits: NewPermit[];
  readonly refused: RefusedCall[];
  /** Highest number by grant. */
  readonly taken: Map<string, number>;
}

/** Permit before byte: all calls of a message are let through or refused in one transaction, and nothing is answered before its commit. */
@Injectable()
export class TakePermits {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly permits: PermitStore,
    private readonly verifier: TokenVerifier,
    @Inject(SETTINGS) private readonly settings: SharingSettings,
  ) {}

  async run(ctx: RequestContext, { asks }: Asks): Promise<TakenPermits> {
    const callers = await this.callersOf(asks);
    return this.unitOfWork.run(ctx, async (tx) => {
      const grants = await this.permits.lockGrants(tx, [...new Set(asks.map(({ grantId }) => grantId).filter(isId))]);
      const outcome = this.decide(ctx, asks, callers, grants);
      await this.record(tx, outcome);
      return { answers: outcome.answers };
    });
  }

  /** Each token is looked at once; one that does not hold refuses its own calls and no others. */
  private async callersOf(asks: readonly PermitAsk[]): Promise<ReadonlyMap<string, Caller | Problem>> {
    const callers = new Map<string, Caller | Problem>();
    await Promise.all(
      [...new Set(asks.map(({ token }) => token))].filter(isToken).map(async (token) => {
        callers.set(token, this.verifier.cached(token) ?? (await this.verifier.verify(token).catch(asProblem)));
      }),
    );
    return callers;
  }

  private decide(ctx: RequestContext, asks: readonly PermitAsk[], callers: ReadonlyMap<string, Caller | Problem>, grants: ReadonlyMap<string, GrantForCalls>): Outcome {
    const outcome: Outcome = { answers: [], permits: [], refused: [], taken: new Map() };
    const at = { today: localDay(ctx.now), node: ctx.node.code };
    for (const ask of asks) {
      const caller = callers.get(ask.token);
      const grant = grants.get(ask.grantId);
      try {
        askMustBeWellFormed(ask);
        if (caller === undefined || caller instanceof Problem) throw caller ?? new Problem(problems.unauthenticated);
        const passage = passageOf(ask, caller, grant, at);
        outcome.answers.push(grant === undefined || passage.source.kind === 'NEIGHBOUR' ? answer(passage, null, 0, null) : this.letThrough(outcome, grant, passage, caller, ctx.now));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        outcome.answers.push(refusal(error, ask));
        if (caller !== undefined && !(caller instanceof Problem) && isId(ask.grantId)) {
          outcome.refused.push({ grantId: ask.grantId, client: caller.client, organisation: caller.organisation.id, code: error.definition.code });
        }
      }
    }
    return outcome;
  }

  private letThrough({ permits, taken }: Outcome, grant: GrantForCalls, passage: Passage, caller: Caller, now: string): PermitAnswer {
    const number = (taken.get(grant.id) ?? grant.callsTaken) + 1;
    if (number > grant.callQuota) throw new Problem(sharingProblems.quotaExhausted);
    taken.set(grant.id, number);
    const id = permitId(Date.parse(now));
    permits.push({ id, grantId: grant.id, number, client: caller.client, organisation: caller.organisation.id });
    const { columns, source } = passage;
    const ticket = source.kind === 'PHYSICAL' ? signTicket(this.settings.dataPlaneSecret, { permit: id, entryId: grant.entryId, columns, expires: ticketExpiry(now) }) : null;
    return answer(passage, id, number, ticket);
  }

  private async record(tx: Transaction, { permits, refused, taken }: Outcome): Promise<void> {
    const [permit] = permits;
    if (permit !== undefined) {
      await this.permits.insert(tx, permits, taken);
      tx.announce(permitsTaken, permit.grantId, { permits });
    }
    const [call] = refused;
    if (call !== undefined) tx.announce(permitsRefused, call.grantId, { calls: refused });
  }
}

function answer({ source, columns, allColumns }: Passage, permitId: string | null, number: number, ticket: string | null): PermitAnswer {
  return { permitId, number, ticket, source, columns: [...columns], allColumns, problem: null };
}

function refusal(problem: Problem, { traceparent }: PermitAsk): PermitAnswer {
  return { permitId: null, number: 0, ticket: null, source: null, columns: [], allColumns: false, problem: problem.toWire(traceId(childTrace(String(traceparent)))) };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}
