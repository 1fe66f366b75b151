import { Injectable } from '@nestjs/common';
import { Problem, sharingProblems } from '@gongshu/contracts';
import { actingOrganisation, citation, NodeRegulation, optionalList, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { NamedPartyStore } from './named-party.store.js';

/** What must be named before a request can be filed, where the pack demands it: this node's data authority, and the department's data administrator. */
@Injectable()
export class PartiesMustBeNamed {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly named: NamedPartyStore,
  ) {}

  /** @throws Problem 409 with the article that demands what is missing */
  async run(tx: Transaction): Promise<void> {
    const { pack } = this.regulation;
    const { code, level } = tx.ctx.node;
    const authority = optionalParameter(pack, 'authority.mustBeNamed');
    if (authority !== undefined && optionalList(pack, 'authority.mustBeNamed').includes(level) && !(await this.named.hasAuthority(tx, code, level))) {
      throw new Problem(sharingProblems.authorityNotNamed, { article: citation(authority.source) });
    }
    const administrator = optionalParameter(pack, 'party.dataAdministratorRequired');
    if (administrator?.value === true && !(await this.named.hasAdministrator(tx, actingOrganisation(tx.ctx).id))) {
      throw new Problem(sharingProblems.administratorNotNamed, { article: citation(administrator.source) });
    }
  }
}
