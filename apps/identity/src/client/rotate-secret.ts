import { Injectable } from '@nestjs/common';
import { clientSecretRotated, identityProblems, Problem, problems, type RotateClientSecret as Rotation, type RotatedClientSecret } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { ClientStore } from './client.store.js';
import { hashSecret, newSecret } from './client-secret.js';

const DAY_SECONDS = 86_400;

/** A new secret beside the former one, so that a system's many instances can be moved one by one. The secret is in this answer and nowhere else, so the answer is not kept for repetition. */
@Injectable()
export class RotateSecret {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clients: ClientStore,
  ) {}

  async run(ctx: RequestContext, { clientId, overlapSeconds = DAY_SECONDS }: Rotation): Promise<RotatedClientSecret> {
    const clientSecret = newSecret();
    const secret = await hashSecret(clientSecret);
    const formerValidUntil = overlapSeconds === 0 ? null : new Date(Date.parse(ctx.now) + overlapSeconds * 1000).toISOString();
    return this.unitOfWork.run({ ...ctx, idempotencyKey: null }, async (tx) => {
      const client = await this.clients.lock(tx, clientId);
      if (client === undefined || !client.active) throw new Problem(problems.notFound);
      if (client.secret === null) throw new Problem(identityProblems.noSecret);
      await this.clients.replaceSecret(tx, clientId, client.secret, secret, formerValidUntil);
      tx.announce(clientSecretRotated, clientId, { clientId, formerValidUntil });
      return { clientId, clientSecret, formerValidUntil };
    });
  }
}
