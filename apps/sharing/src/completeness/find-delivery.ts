import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import type { Grant } from '../grant/grant.js';
import { PermitChainStore, type ChainedPermit } from './permit-chain.store.js';

/** One call under a grant that has come to its end, for the documents about it. */
@Injectable()
export class FindDelivery {
  constructor(
    private readonly permits: PermitChainStore,
    private readonly getGrant: GetGrant,
  ) {}

  /** @throws Problem 404 for a call nobody made, or that the caller may not read; 409 as long as it is not closed */
  async run(tx: Transaction, grantId: string, number: number): Promise<{ readonly grant: Grant; readonly permit: ChainedPermit }> {
    const grant = await this.getGrant.permitsMustBeReadable(tx, grantId);
    const permit = await this.permits.find(tx, grantId, number);
    if (permit === undefined) throw new Problem(problems.notFound);
    if (permit.state === 'OPEN') throw new Problem(sharingProblems.notClosed);
    return { grant, permit };
  }

  /** SHA-256 of the document delivered under a permit, whoever asks; null where none was, or not yet. */
  async digestOf(tx: Transaction, permitId: string): Promise<string | null> {
    const permit = await this.permits.findById(tx, permitId);
    return permit === undefined ? null : documentDigestOf(permit);
  }
}

/** SHA-256 of the document that a call delivered, the whole of it where the call fetched what was still lacking; null where nothing was delivered. */
export function documentDigestOf({ state, digest, documentDigest }: Pick<ChainedPermit, 'state' | 'digest' | 'documentDigest'>): string | null {
  return state === 'COMPLETED' ? (documentDigest ?? digest) : null;
}
