import { Injectable } from '@nestjs/common';
import type { Organisation } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { localDay } from '@gongshu/regulation';
import { IsNamedAuthority } from '../authority/is-named-authority.js';
import { FindDuties } from '../staff/find-duties.js';
import { rightsOf, type ClientRights } from './client-rights.js';
import type { Client } from './client.store.js';

/** What a client of an organisation may do at this instant, or null for nothing. */
@Injectable()
export class ClientRightsNow {
  constructor(
    private readonly findDuties: FindDuties,
    private readonly isNamedAuthority: IsNamedAuthority,
  ) {}

  async run(tx: Transaction, client: Client, organisation: Organisation): Promise<ClientRights | null> {
    const duties = client.personId === null ? [] : await this.findDuties.run(tx, organisation.id, client.personId);
    return rightsOf(client, { duties, namedAuthority: await this.isNamedAuthority.run(tx, organisation) }, localDay(tx.ctx.now));
  }
}
