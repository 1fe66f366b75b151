import { Injectable } from '@nestjs/common';
import { importJWK } from 'jose';
import { clientKeySet, identityProblems, Problem, problems, type ClientProof, type ClientPublicKey, type SetClientKey as Given } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { ClientStore } from './client.store.js';
import { ClientProofStore } from './client-proof.store.js';
import { ClientSourceStore } from './client-source.store.js';

/** Gives a client the key it signs with, or takes it away. Tokens that are about stay good: how the client proved itself is not what they say. */
@Injectable()
export class SetClientKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clients: ClientStore,
    private readonly proofs: ClientProofStore,
    private readonly sources: ClientSourceStore,
  ) {}

  async run(ctx: RequestContext, input: Given): Promise<ClientProof> {
    const { clientId, key } = input;
    if (key !== undefined) await mustBeAKey(key);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const client = await this.clients.lock(tx, clientId);
        if (client === undefined) throw new Problem(problems.notFound);
        if (client.secret === null) throw new Problem(identityProblems.noSecret);
        await this.proofs.setKey(tx, clientId, key ?? null);
        await this.sources.release(tx, clientId);
        const proof = { clientId, bySignature: key !== undefined };
        tx.announce(clientKeySet, clientId, proof);
        return proof;
      },
      input,
    );
  }
}

/** @throws Problem for numbers that are no point of the curve, or belong to another */
async function mustBeAKey({ kty, crv, x, y }: ClientPublicKey): Promise<void> {
  const fits = kty === 'OKP' ? crv === 'Ed25519' && y === undefined : crv === 'P-256' && y !== undefined;
  const made = fits && (await importJWK({ kty, crv, x, ...(y === undefined ? {} : { y }) }, kty === 'OKP' ? 'EdDSA' : 'ES256').then(() => true, () => false));
  if (!made) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/key', code: 'key', detail: 'a public key on Ed25519 or P-256 is expected' }] });
}
