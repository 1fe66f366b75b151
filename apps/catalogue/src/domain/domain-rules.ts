import { Injectable } from '@nestjs/common';
import { domainProblems, Problem, type EntryContent, type Party } from '@gongshu/contracts';
import { isSameOrganisation, NodeRegulation, type Transaction } from '@gongshu/service-kit';
import { cited } from '../responsibility/provision.js';
import { Responsibilities } from '../responsibility/responsibilities.js';
import { FindDomains } from './find-domains.js';
import { UNLISTED } from './responsibility-domain.js';

/** Whose domain an entry may speak of. A domain that nobody answers for is open to everybody, and listed until it has its department. */
@Injectable()
export class DomainRules {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly finding: FindDomains,
    private readonly responsibilities: Responsibilities,
  ) {}

  /** @throws Problem 409 for a domain that another department answers for */
  async check(tx: Transaction, { domain: code }: Pick<EntryContent, 'domain'>, provider: Party): Promise<void> {
    if (code === undefined) return;
    const owner = await this.responsibilities.at(tx, { of: 'DOMAIN', code }, provider);
    if (owner === undefined || isSameOrganisation(owner, provider)) return;
    const key = (await this.finding.all(tx)).find((one) => one.code === code)?.key ?? UNLISTED;
    throw new Problem(domainProblems.domainOwned, {
      ...cited(this.regulation.pack, key),
      errors: [{ pointer: '/domain', code: 'domain-owned', detail: owner.name }],
    });
  }
}
