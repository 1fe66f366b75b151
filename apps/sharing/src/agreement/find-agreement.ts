import { Injectable } from '@nestjs/common';
import { startOfDay } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';
import type { Grant } from '../grant/grant.js';
import { AgreementStore, type AgreementRevision } from './agreement.store.js';
import { agreedTerms } from './record-agreement.js';

/** The agreement of a grant. One from before agreements were kept has had its terms since its first day. */
@Injectable()
export class FindAgreement {
  constructor(private readonly agreements: AgreementStore) {}

  async newest(tx: Transaction, grant: Grant): Promise<AgreementRevision> {
    return (await this.agreements.newest(tx, grant.id)) ?? firstOf(grant);
  }

  /** The revision under which a permit was taken. */
  async ofPermit(tx: Transaction, grant: Grant, number: number): Promise<AgreementRevision> {
    return (await this.agreements.ofPermit(tx, grant.id, number)) ?? firstOf(grant);
  }
}

function firstOf(grant: Grant): AgreementRevision {
  return { revision: 1, terms: agreedTerms(grant), articles: [], since: startOfDay(grant.validFrom) };
}
