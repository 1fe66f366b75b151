import { Injectable } from '@nestjs/common';
import { DUTIES, identityProblems, Problem } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { FindOrganisation } from '../organisation/find-organisation.js';
import { FindDuties } from '../staff/find-duties.js';
import { rolesOfDuties } from './client-rights.js';
import { ClientStore } from './client.store.js';
import { EndTokens } from './end-tokens.js';

/** Who logs in, and for whom. */
export interface PersonsAccount {
  readonly accountId: string;
  readonly organisationId: string;
  readonly personId: string;
}

/** Lets a person in office act under an account: a client without a secret, whose roles are those of the person's duties at every instant. */
@Injectable()
export class AdmitPerson {
  constructor(
    private readonly clients: ClientStore,
    private readonly findOrganisation: FindOrganisation,
    private readonly findDuties: FindDuties,
    private readonly endTokens: EndTokens,
  ) {}

  /** @throws Problem for an unknown organisation or person, and for the name of a system's client */
  async run(tx: Transaction, { accountId, organisationId, personId }: PersonsAccount): Promise<void> {
    if ((await this.findOrganisation.run(tx, organisationId)) === undefined) {
      throw new Problem(identityProblems.unknownOrganisation, { errors: [{ pointer: '/organisationId', code: 'unknown', detail: 'not registered' }] });
    }
    if ((await this.findDuties.run(tx, organisationId, personId)).length === 0) {
      throw new Problem(identityProblems.unknownPerson, { errors: [{ pointer: '/personId', code: 'unknown', detail: personId }] });
    }
    const before = await this.clients.lock(tx, accountId);
    if (before !== undefined && before.secret !== null) throw new Problem(identityProblems.nameTaken);
    await this.clients.save(tx, { clientId: accountId, organisationId, roles: rolesOfDuties(DUTIES), secret: null, active: true, personId, scope: null, expiresOn: null });
    if (before !== undefined) await this.endTokens.ofClients(tx, [accountId]);
  }
}
