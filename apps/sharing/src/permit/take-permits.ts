import { Inject, Injectable } from '@nestjs/common';
import { isId, permitsRefused, permitsTaken, Problem, problems, sharingProblems, type DeliveryForm, type PermitAnswer, type PermitAsk, type RefusedCall, type TakenPermits, type TakePermits as Asks } from '@gongshu/contracts';
import { childTrace, NodeRegulation, SETTINGS, signTicket, TokenVerifier, traceId, UnitOfWork, type Caller, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { localDay, localTime } from '@gongshu/regulation';
import { nextLink } from '../completeness/chain.js';
import { WatchCalls } from '../misuse/watch-calls.js';
import type { WatchedCall } from '../misuse/misuse-rule.js';
import { StampDeliveries } from '../provenance/stamp-deliveries.js';
import type { SharingSettings } from '../sharing.config.js';
import { askMustBeWellFormed, isToken } from './data-path-input.js';
import { passageOf, type CallPlace, type GrantForCalls, type Passage } from './permit.js';
import { permitId } from './permit-id.js';
import { PermitStore, type NewPermit } from './permit.store.js';
import { NO_PROTECTION, protectionOf, type Protection } from './protection.js';
import { countCall, type Counters } from './quota.js';

/** What one message comes to: answers in the order of the asks, the permits to write, and the refusals to announce. */
interface Outcome {
  readonly answers: PermitAnswer[];
  readonly permits: NewPermit[];
  /** The asks that the permits answer, in their order. */
  readonly passed: PermitAsk[];
  readonly refused: RefusedCall[];
  /** Where each grant's counters stand after its calls. */
  readonly counted: Map<string, Counters>;
  /** Last link of each grant's chain. */
  readonly heads: Map<string, string>;
}

/** Permit before byte: all calls of a message are let through or refused in one transaction, and nothing is answered before its commit. */
@Injectable()
export class TakePermits {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly permits: PermitStore,
    private readonly verifier: TokenVerifier,
    private readonly regulation: NodeRegulation,
    private readonly stampDeliveries: StampDeliveries,
    private readonly watchCalls: WatchCalls,
    @Inject(SETTINGS) private readonly settings: SharingSettings,
  ) {}

  async run(ctx: RequestContext, { asks }: Asks): Promise<TakenPermits> {
    const callers = await this.callersOf(asks);
    const { answers, counts } = await this.unitOfWork.run(ctx, async (tx) => {
      const grants = await this.permits.lockGrants(tx, [...new Set(asks.map(({ grantId }) => grantId).filter(isId))]);
      const outcome = this.decide(ctx, asks, callers, grants);
      this.record(tx, outcome);
      return { answers: outcome.answers, counts: await this.watchCalls.run(tx, grants, () => watchedCalls(outcome)) };
    });
    this.watchCalls.keep(counts);
    return { answers: await this.stampDeliveries.run(ctx, asks, answers) };
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
    const outcome: Outcome = { answers: [], permits: [], passed: [], refused: [], counted: new Map(), heads: new Map() };
    const at = { today: localDay(ctx.now), time: localTime(ctx.now), node: ctx.node.code };
    const protections = this.protectionsFor(grants);
    for (const ask of asks) {
      const caller = callers.get(ask.token);
      const grant = grants.get(ask.grantId);
      try {
        askMustBeWellFormed(ask);
        if (caller === undefined || caller instanceof Problem) throw caller ?? new Problem(problems.unauthenticated);
        const passage = passageOf(ask, caller, grant, protections.get(grant?.securityLevel ?? '') ?? NO_PROTECTION, at);
        outcome.answers.push(grant === undefined || passage.source.kind === 'NEIGHBOUR' ? answer(passage) : this.letThrough(outcome, ask, grant, passage, caller, { ...at, now: ctx.now }));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        outcome.answers.push(refusal(error, ask));
        if (caller !== undefined && !(caller instanceof Problem) && isId(ask.grantId)) {
          outcome.refused.push(refusedCall(ask, caller, error));
        }
      }
    }
    return outcome;
  }

  private protectionsFor(grants: ReadonlyMap<string, GrantForCalls>): ReadonlyMap<string, Protection> {
    const { pack } = this.regulation;
    return new Map([...new Set([...grants.values()].map(({ securityLevel }) => securityLevel))].map((level) => [level, protectionOf(pack, level)]));
  }

  private letThrough({ permits, passed, counted, heads }: Outcome, ask: PermitAsk, grant: GrantForCalls, passage: Passage, caller: Caller, at: CallPlace & { now: string }): PermitAnswer {
    this.watchCalls.mustNotBeThrottled(grant, at.now, ask);
    const { counters, reserved } = countCall(grant, counted.get(grant.id) ?? grant, passage.wanted, at);
    counted.set(grant.id, counters);
    const [id, number] = [permitId(Date.parse(at.now)), counters.callsTaken];
    const { columns, source } = passage;
    const link = nextLink(heads.get(grant.id) ?? grant.chainHead, { grantId: grant.id, number, id, client: caller.client, takenAt: at.now });
    heads.set(grant.id, link);
    passed.push(ask);
    permits.push({
      id, grantId: grant.id, number, client: caller.client, organisation: caller.organisation.id, reserved, form: ask.form, columns: columns.length === grant.columns.length ? null : columns, link,
    });
    const { entryId, rowFilter } = grant;
    const mostRows = reserved ?? passage.mostRows;
    const sealed = { permit: id, grantId: grant.id, entryId, columns, rowFilter, mostRows, form: ask.form as DeliveryForm, issuedAt: Date.parse(at.now) };
    return { ...answer(passage), permitId: id, number, ticket: source.kind === 'PHYSICAL' ? signTicket(this.settings.dataPlaneSecret, sealed) : null, rowFilter: [...rowFilter], mostRows };
  }

  private record(tx: Transaction, { permits, refused, counted }: Outcome): void {
    const [permit] = permits;
    if (permit !== undefined) {
      this.permits.insert(tx, permits, counted);
      tx.announce(permitsTaken, permit.grantId, { permits: permits.map(({ id, grantId, number, client, organisation }) => ({ id, grantId, number, client, organisation })) });
    }
    const [call] = refused;
    if (call !== undefined) tx.announce(permitsRefused, call.grantId, { calls: refused });
  }
}

const NOTHING: PermitAnswer = { permitId: null, number: 0, ticket: null, source: null, columns: [], allColumns: false, rowFilter: [], mostRows: null, problem: null };

function answer({ source, columns, allColumns }: Passage): PermitAnswer {
  return { ...NOTHING, source, columns: [...columns], allColumns };
}

function refusal(problem: Problem, { traceparent }: PermitAsk): PermitAnswer {
  return { ...NOTHING, problem: problem.toWire(traceId(childTrace(String(traceparent)))) };
}

/** What is known of a refused call: its fault where it has one, and the caller where the grant is another's. */
function refusedCall({ grantId }: PermitAsk, { client, organisation }: Caller, { definition, parts }: Problem): RefusedCall {
  const fault = parts.errors?.[0]?.code;
  const { id, name, division, level, node } = organisation;
  const party = definition.code === sharingProblems.notGranted.code ? { party: { id, name, division, level, node } } : {};
  return { grantId, client, organisation: id, code: definition.code, ...(fault === undefined ? {} : { fault }), ...party };
}

function watchedCalls({ permits, passed }: Outcome): WatchedCall[] {
  return permits.map(({ grantId, client, number }, at) => ({ grantId, client, number, query: passed[at]?.query, boundToCase: passed[at]?.businessCase !== undefined }));
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}
