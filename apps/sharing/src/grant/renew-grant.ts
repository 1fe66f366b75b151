import { Injectable } from '@nestjs/common';
import { grantRenewed, Problem, sharingProblems } from '@gongshu/contracts';
import { localDay, type LegalSource } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';
import { RecordAgreement } from '../agreement/record-agreement.js';
import { TellGrantChanged } from '../sharing-request/tell-grant-changed.js';
import { grantChanged, grantGiven, type Grant } from './grant.js';
import { GrantStore } from './grant.store.js';
import { mustNotHavePassed, type StatedTerms } from './issue-grant.js';

/** Extends a grant, before or after its last day: what is stated replaces what was, what is not stays. A suspension is untouched by it. */
@Injectable()
export class RenewGrant {
  constructor(
    private readonly grants: GrantStore,
    private readonly recordAgreement: RecordAgreement,
    private readonly tellGrantChanged: TellGrantChanged,
  ) {}

  /**
   * @param grant with its row locked
   * @throws Problem `sharing/act-not-allowed` for a terminated grant or another node's, `input/invalid` for a last day before today
   */
  async run(tx: Transaction, grant: Grant, stated: StatedTerms, source: LegalSource): Promise<Grant> {
    if (grant.state === 'TERMINATED' || grant.ownerNode !== tx.ctx.node.code) throw new Problem(sharingProblems.actNotAllowed, { allowed: [] });
    const { validUntil, callQuota, callsPerDay, rowQuota, rowsPerDay, storageAllowed, hours } = stated;
    mustNotHavePassed(validUntil ?? grant.validUntil, localDay(tx.ctx.now));
    const renewed: Grant = {
      ...grant,
      ...(validUntil === undefined ? {} : { validUntil }),
      ...(callQuota === undefined ? {} : { callQuota: Math.max(callQuota, grant.callsTaken) }),
      ...(callsPerDay === undefined ? {} : { callsPerDay }),
      ...(rowQuota === undefined ? {} : { rowQuota }),
      ...(rowsPerDay === undefined ? {} : { rowsPerDay }),
      ...(storageAllowed === undefined ? {} : { storageAllowed }),
      ...(hours === undefined ? {} : { hours }),
    };
    await this.grants.save(tx, renewed);
    await this.recordAgreement.run(tx, renewed);
    tx.announce(grantRenewed, grant.id, grantChanged(renewed, null, source));
    await this.tellGrantChanged.run(tx, grant.requestId, grantGiven(renewed));
    return renewed;
  }
}
