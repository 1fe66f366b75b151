import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { accountLocked, identityProblems, Problem } from '@gongshu/contracts';
import { issuerOf, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { hashSecret, secretMatches, type HashedSecret } from './client-secret.js';
import { ClientStore } from './client.store.js';
import { FindHolder } from './find-holder.js';
import type { Holder } from './token-claims.js';
import { ClientProofStore, type ProofStanding } from './client-proof.store.js';
import { readAssertion } from './read-assertion.js';

const MOST_FAILURES = 5;
const LOCK_MILLISECONDS = 15 * 60_000;

/** How a client says who it is: by a secret, or by what it signed. */
export type GivenProof = { readonly clientId: string; readonly secret: string } | { readonly clientId: string; readonly assertion: string };

/** What can be the name of a client; anything else is asked of no database. */
const NAME = /^[a-z0-9-]{1,64}$/;

interface Known {
  readonly holder: Holder | null;
  readonly present: HashedSecret | null;
  readonly former: HashedSecret | undefined;
  readonly proof: ProofStanding;
}

const NOBODY: Known = { holder: null, present: null, former: undefined, proof: { key: null, failures: 0, lockedUntil: null } };

/**
 * Whether a client is who it says. Whatever is wrong, the answer is the same no: an unknown client, a wrong secret or signature, an assertion that was used before, an account that is locked. Five
 * failures in a row lock the account for a quarter of an hour, at every replica, and that is a security event. Failures are counted when they have happened and not before, unlike a person's: programs
 * ask for tokens several at a time.
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
  ) {}

  /** @throws Problem `identity/invalid-client` */
  async run(ctx: RequestContext, given: GivenProof): Promise<Holder> {
    const { clientId } = given;
    const known = NAME.test(clientId) ? await this.find(ctx, clientId) : NOBODY;
    const assertion = 'assertion' in given && known.proof.key !== null ? await readAssertion(given.assertion, clientId, known.proof.key, issuerOf(ctx.node.code), ctx.now) : null;
    const proved = 'assertion' in given ? assertion !== null : (await this.secretFits(given.secret, known)) && known.proof.key === null;
    const { holder, proof } = known;
    if (holder === null || (proof.lockedUntil !== null && proof.lockedUntil > ctx.now)) throw new Problem(identityProblems.invalidClient);
    if (!proved) {
      await this.fail(ctx, clientId);
      throw new Problem(identityProblems.invalidClient);
    }
    if (assertion !== null || proof.failures > 0) await this.succeed(ctx, clientId, assertion);
    return holder;
  }

  private find(ctx: RequestContext, clientId: string): Promise<Known> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const holder = await this.findHolder.run(tx, clientId);
      if (holder === null) return NOBODY;
      return { holder, present: holder.client.secret, former: await this.clients.formerSecret(tx, clientId), proof: await this.proofs.find(tx, clientId) };
    });
  }

  /** A refusal takes as long for a client that does not exist, or has one secret only. */
  private async secretFits(given: string, { present, former }: Known): Promise<boolean> {
    const fits = async (kept: HashedSecret | null | undefined): Promise<boolean> => (await secretMatches(given, kept ?? (await this.decoy))) && kept !== undefined && kept !== null;
    return (await fits(present)) || (await fits(former));
  }

  private async fail(ctx: RequestContext, clientId: string): Promise<void> {
    const until = new Date(Date.parse(ctx.now) + LOCK_MILLISECONDS).toISOString();
    await this.unitOfWork.run(ctx, async (tx) => {
      if (await this.proofs.fail(tx, clientId, MOST_FAILURES, until)) tx.announce(accountLocked, clientId, { accountId: clientId, until });
    });
  }

  private async succeed(ctx: RequestContext, clientId: string, assertion: Awaited<ReturnType<typeof readAssertion>>): Promise<void> {
    const stands = await this.unitOfWork.run(ctx, async (tx) => {
      // One who repeats what somebody else signed has not failed as that client: it must not be able to lock it.
      if (assertion !== null && !(await this.proofs.useAssertion(tx, clientId, assertion.jti, assertion.forgetAt))) return false;
      return this.proofs.succeed(tx, clientId);
    });
    if (!stands) throw new Problem(identityProblems.invalidClient);
  }
}
