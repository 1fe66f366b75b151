import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { identityProblems, isCreditCode, organisationRegistered, Problem, type Organisation } from '@gongshu/contracts';
import { covers, NodeRegulation, type Transaction } from '@gongshu/service-kit';
import { EndTokens } from '../client/end-tokens.js';
import { kindMustBeAdmissible } from './admissible-kind.js';
import { OrganisationAccess } from './organisation-access.js';
import { OrganisationStore } from './organisation.store.js';

/** One organisation is registered or changed: what the law, the registry's own rules and the caller's scope say of it, then record, history and event. */
@Injectable()
export class RecordOrganisation {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly organisations: OrganisationStore,
    private readonly access: OrganisationAccess,
    private readonly endTokens: EndTokens,
  ) {}

  /** @throws Problem for the first thing that is wrong with it; then nothing is written */
  async run(tx: Transaction, input: Organisation): Promise<Organisation> {
    const { id, name, level, division, kind } = input;
    // The platform's own place in the registry is no authority's to give.
    if (kind === 'PLATFORM' && !tx.ctx.roles.includes('OPERATOR')) throw new Problem(identityProblems.outsideScope);
    await this.access.mustManagePlace(tx, input);
    if (!covers(tx.ctx.node.code, division)) {
      throw new Problem(identityProblems.outsideTerritory, { errors: [{ pointer: '/division', code: 'territory', detail: `outside ${tx.ctx.node.code}` }] });
    }
    kindMustBeAdmissible(this.regulation.pack, input);
    if (!isCreditCode(input.uscc)) {
      throw new Problem(identityProblems.invalidCreditCode, { errors: [{ pointer: '/uscc', code: 'gb32100', detail: 'the check character does not fit' }] });
    }
    await this.organisations.takeTurn(tx);
    const before = await this.organisations.find(tx, id);
    if (before !== undefined) await this.access.mustManagePlace(tx, before);
    const owner = await this.organisations.ownerOfCreditCode(tx, input.uscc);
    if (owner !== undefined && owner !== id) {
      throw new Problem(identityProblems.invalidCreditCode, { errors: [{ pointer: '/uscc', code: 'taken', detail: 'another organisation has this code' }] });
    }
    if (before !== undefined && isDeepStrictEqual({ ...before }, plain(input))) return input;
    await this.organisations.save(tx, input);
    await this.organisations.recordChange(tx, id, before);
    // Tokens say where an organisation stands.
    if (before !== undefined && (before.division !== division || before.level !== level)) await this.endTokens.ofOrganisation(tx, id);
    tx.announce(organisationRegistered, id, { id, name, level, division, kind });
    return input;
  }
}

/** As the store answers it: without a class of its own, and without what is not there. */
function plain({ authorisingBasis, ...rest }: Organisation): object {
  return { ...rest, ...(authorisingBasis === undefined ? {} : { authorisingBasis: { ...authorisingBasis } }) };
}
