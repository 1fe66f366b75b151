import { Injectable } from '@nestjs/common';
import { NodeRegulation, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { termsOf, type Grant } from '../grant/grant.js';
import { AgreementStore, type AgreedTerms } from './agreement.store.js';

/** The provisions that an agreement rests on, where the pack has them. */
const BINDING = ['use.bound', 'grant.storageAllowed', 'grant.storageModes', 'thirdParty'];

export function agreedTerms(grant: Grant): AgreedTerms {
  const { entryId, entryName, requester, provider } = grant;
  return { ...termsOf(grant), entryId, entryName, requester, provider };
}

/** Keeps the terms of a grant as a revision of its agreement. For whoever has set terms, after the grant was saved. */
@Injectable()
export class RecordAgreement {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly agreements: AgreementStore,
  ) {}

  async run(tx: Transaction, grant: Grant): Promise<void> {
    const { pack } = this.regulation;
    const articles = BINDING.flatMap((key) => optionalParameter(pack, key)?.source ?? []);
    await this.agreements.keep(tx, grant.id, agreedTerms(grant), articles);
  }
}
