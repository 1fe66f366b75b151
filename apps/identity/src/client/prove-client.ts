import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { accountLocked, accountSlowed, identityProblems, Problem, problems, type ClientPublicKey } from '@gongshu/contracts';
import { issuerOf, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { hashSecret, secretMatches, type HashedSecret } from './client-secret.js';
import { ClientStore } from './client.store.js';
import { FindHolder } from './find-holder.js';
import { FailureCounts } from './failure-counts.js';
import type { Holder } from './token-claims.js';
import { ClientProofStore } from './client-proof.store.js';
import { ClientSourceStore, type ClientSource, type SourceStanding } from './client-source.store.js';
import { readAssertion } from './read-assertion.js';

const MOST_FAILURES = 5;
const LOCK_MILLISECONDS = 15 * 60_000;
const DAY_MILLISECONDS = 86_400_000;
/** How long an address counts as the client's own after it proved itself from there. */
const FAMILIAR_DAYS = 30;

/** How a client says who it is: by a secret, or by what it signed. */
export type GivenProof = { readonly clientId: string; readonly secret: string } | { readonly clientId: string; readonly assertion: string };

/** What can be the name of a client; anything else is asked of no database. */
const NAME = /^[a-z0-9-]{1,64}$/;

interface Known {
  readonly holder: Holder | null;
  readonly present: HashedSecret | null;
  readonly former: HashedSecret | undefined;
  readonly key: ClientPublicKey | null;
  readonly source: SourceStanding;
}

const NOBODY: Known = { holder: null, present: null, former: undefined, key: null, source: { failures: 0, lockedUntil: null, provedAt: null } };

const daysBefore = (now: string, days: number): string => new Date(Date.parse(now) - days * DAY_MILLISECONDS).toISOString();

/**
 * Whether a client is who it says. Whatever is wrong, the answer is the same no: an unknown client, a wrong secret or signature, an assertion that was used before, an account that is locked. Five
 * failures in a row from one address lock the account for that address for a quarter of an hour, at every replica, and that is a security event; elsewhere it stays open, so that nobody locks a client out
 * whose name he knows. Failures from many addresses make those wait that are not the client's own (`FailureCounts`), which is a security event as well. Failures are counted when they have happened and
 * not before, unlike a person's: programs ask for tokens several at a time.
 */
@Injectable()
export class ProveClient {
  /** Compared against when there is no secret to compare with, so that the time to answer does not tell which clients exist. */
  private readonly decoy = hashSecret(randomUUID());

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly findHolder: FindHolder,
    private readonly clients: ClientStore,
    private readonly proofs: ClientProofStore,
    private readonly sources: ClientSourceStore,
    private readonly failures: FailureCounts,
  ) {}

  /**
   * @param address whence it is said; empty where nobody knows
   * @throws Problem `identity/invalid-client`; `capacity/too-many-requests` (429) with the seconds after which it may be tried from there
   */
  async run(ctx: RequestContext, given: GivenProof, address: string): Promise<Holder> {
    const { clientId } = given;
    const from = { clientId, address };
    const known = NAME.test(clientId) ? await this.find(ctx, from) : NOBODY;
    const { holder, key, source } = known;
    const wait = source.provedAt !== null && source.provedAt >= daysBefore(ctx.now, FAMILIAR_DAYS) ? 0 : this.failures.waitSeconds(clientId, ctx.now);
    if (wait > 0) throw new Problem(problems.tooManyRequests, { retryAfterSeconds: wait });
    const assertion = 'assertion' in given && key !== null ? await readAssertion(given.assertion, clientId, key, issuerOf(ctx.node.code), ctx.now) : null;
    const proved = 'assertion' in given ? assertion !== null : (await this.secretFits(given.secret, known)) && key === null;
    const locked = source.lockedUntil !== null && source.lockedUntil > ctx.now;
    if (holder === null || locked || !proved) {
      await this.fail(ctx, from, holder, locked);
      throw new Problem(identityProblems.invalidClient);
    }
    const fresh = source.failures === 0 && source.provedAt !== null && source.provedAt > daysBefore(ctx.now, 1);
    if (assertion !== null || !fresh) await this.succeed(ctx, from, assertion);
    return holder;
  }

  private find(ctx: RequestContext, from: ClientSource): Promise<Known> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const holder = await this.findHolder.run(tx, from.clientId);
      if (holder === null) return NOBODY;
      const { secret: present } = holder.client;
      return { holder, present, former: await this.clients.formerSecret(tx, from.clientId), key: await this.proofs.key(tx, from.clientId), source: await this.sources.find(tx, from) };
    });
  }

  /** A refusal takes as long for a client that does not exist, or has one secret only. */
  private async secretFits(given: string, { present, former }: Known): Promise<boolean> {
    const fits = async (kept: HashedSecret | null | undefined): Promise<boolean> => (await secretMatches(given, kept ?? (await this.decoy))) && kept !== undefined && kept !== null;
    return (await fits(present)) || (await fits(former));
  }

  private async fail(ctx: RequestContext, from: ClientSource, holder: Holder | null, locked: boolean): Promise<void> {
    const { clientId, address } = from;
    if (!NAME.test(clientId)) return;
    const slowed = this.failures.add(from, ctx.now);
    if (holder === null || (locked && !slowed)) return;
    const until = new Date(Date.parse(ctx.now) + LOCK_MILLISECONDS).toISOString();
    await this.unitOfWork.run(ctx, async (tx) => {
      await this.sources.forgetBefore(tx, daysBefore(ctx.now, FAMILIAR_DAYS));
      if (!locked && (await this.sources.fail(tx, from, MOST_FAILURES, until))) tx.announce(accountLocked, clientId, { accountId: clientId, until, ...(address === '' ? {} : { address }) });
      if (slowed) tx.announce(accountSlowed, clientId, { accountId: clientId, organisationId: holder.organisation.id });
    });
  }

  private async succeed(ctx: RequestContext, from: ClientSource, assertion: Awaited<ReturnType<typeof readAssertion>>): Promise<void> {
    const stands = await this.unitOfWork.run(ctx, async (tx) => {
      // One who repeats what somebody else signed has not failed as that client: it must not be able to lock it.
      if (assertion !== null && !(await this.proofs.useAssertion(tx, from.clientId, assertion.jti, assertion.forgetAt))) return false;
      return this.sources.succeed(tx, from);
    });
    if (!stands) throw new Problem(identityProblems.invalidClient);
  }
}
