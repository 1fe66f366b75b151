import { Injectable } from '@nestjs/common';
import type { GrantGiven } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { GrantState } from './grant.js';
import { GrantStore } from './grant.store.js';
import type { ProvidedRequest } from './issue-grant.js';

/** The copy of a grant that another node owns: shown to the requester, counted by nobody here. */
@Injectable()
export class KeepHeldGrant {
  constructor(private readonly grants: GrantStore) {}

  async run(tx: Transaction, request: ProvidedRequest, given: GrantGiven): Promise<void> {
    const { entryId, entryName, requester, provider, applicationScenario, purpose, dutyBasis } = request;
    const { terms, state, ...rest } = given;
    await this.grants.save(tx, {
      ...rest, state: state as GrantState, requestId: request.id, entryId, entryName, requester, provider, applicationScenario, purpose, dutyBasis,
      rowFilter: terms?.rowFilter ?? [], callsPerDay: terms?.quota.callsPerDay ?? null, rowQuota: terms?.quota.rows ?? null, rowsPerDay: terms?.quota.rowsPerDay ?? null,
      storageAllowed: terms?.storageAllowed ?? false, thirdParties: terms?.thirdParties ?? [], hours: terms?.hours ?? null,
      callsTaken: 0, rowsTaken: 0, useSource: null, suspensionStanding: null, suspensionSource: null, safetySource: null,
    });
  }
}
