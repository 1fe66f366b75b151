import { Injectable } from '@nestjs/common';
import { clientRegistered, identityProblems, Problem, type ClientCredentials, type RegisterClient as Registration } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { FindOrganisation } from '../organisation/find-organisation.js';
import { hashSecret, newSecret } from './client-secret.js';
import { ClientStore } from './client.store.js';

/** Registers a client, or gives a known one a new secret. The secret is in this answer and nowhere else, so the answer is not kept for repetition. */
@Injectable()
export class RegisterClient {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly findOrganisation: FindOrganisation,
    private readonly clients: ClientStore,
  ) {}

  async run(ctx: RequestContext, { clientId, organisationId, roles }: Registration): Promise<ClientCredentials> {
    const clientSecret = newSecret();
    const secret = await hashSecret(clientSecret);
    return this.unitOfWork.run(ctx, async (tx) => {
      if ((await this.findOrganisation.run(tx, organisationId)) === undefined) {
        throw new Problem(identityProblems.unknownOrganisation, { errors: [{ pointer: '/organisationId', code: 'unknown', detail: 'not registered' }] });
      }
      await this.clients.save(tx, { clientId, organisationId, roles, secret, active: true });
      tx.announce(clientRegistered, clientId, { clientId, organisationId, roles });
      return { clientId, clientSecret, organisationId, roles };
    });
  }
}
