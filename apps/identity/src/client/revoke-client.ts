import { Injectable } from '@nestjs/common';
import { clientRevoked, Problem, problems, type ClientState, type RevokeClient as Revocation } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { ClientStore } from './client.store.js';
import { EndTokens } from './end-tokens.js';

/** Ends a client: it gets no further tokens, and those it has are refused from now on. */
@Injectable()
export class RevokeClient {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clients: ClientStore,
    private readonly endTokens: EndTokens,
  ) {}

  async run(ctx: RequestContext, input: Revocation): Promise<ClientState> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const client = await this.clients.find(tx, input.clientId);
        if (client === undefined) throw new Problem(problems.notFound);
        await this.clients.save(tx, { ...client, active: false });
        await this.endTokens.ofClients(tx, [client.clientId]);
        tx.announce(clientRevoked, client.clientId, { clientId: client.clientId, organisationId: client.organisationId, roles: [...client.roles] });
        return { clientId: client.clientId, active: false };
      },
      input,
    );
  }
}
