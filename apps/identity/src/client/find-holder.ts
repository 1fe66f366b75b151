import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { FindOrganisation } from '../organisation/find-organisation.js';
import { ClientRightsNow } from './client-rights-now.js';
import { ClientStore } from './client.store.js';
import type { Holder } from './token-claims.js';

/** A client or account with its rights at this instant; null for one that is unknown, revoked, expired or without duties. */
@Injectable()
export class FindHolder {
  constructor(
    private readonly clients: ClientStore,
    private readonly findOrganisation: FindOrganisation,
    private readonly rightsNow: ClientRightsNow,
  ) {}

  async run(tx: Transaction, clientId: string): Promise<Holder | null> {
    const client = await this.clients.find(tx, clientId);
    const organisation = client === undefined ? undefined : await this.findOrganisation.run(tx, client.organisationId);
    if (client === undefined || organisation === undefined) return null;
    const rights = await this.rightsNow.run(tx, client, organisation);
    return rights === null ? null : { client, organisation, rights };
  }
}
