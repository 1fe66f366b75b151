import { Injectable } from '@nestjs/common';
import { identityProblems, organisationRegistered, Problem, type Organisation } from '@gongshu/contracts';
import { covers, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { creditCodeVerifies } from './credit-code.js';
import { OrganisationStore } from './organisation.store.js';

/** Registers or updates an organisation of this node's territory. */
@Injectable()
export class RegisterOrganisation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organisations: OrganisationStore,
  ) {}

  async run(ctx: RequestContext, input: Organisation): Promise<Organisation> {
    if (!creditCodeVerifies(input.uscc)) {
      throw new Problem(identityProblems.invalidCreditCode, { errors: [{ pointer: '/uscc', code: 'gb32100', detail: 'the check character does not fit' }] });
    }
    if (!covers(ctx.node.code, input.division)) {
      throw new Problem(identityProblems.outsideTerritory, { errors: [{ pointer: '/division', code: 'territory', detail: `outside ${ctx.node.code}` }] });
    }
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const owner = await this.organisations.ownerOfCreditCode(tx, input.uscc);
        if (owner !== undefined && owner !== input.id) {
          throw new Problem(identityProblems.invalidCreditCode, { errors: [{ pointer: '/uscc', code: 'taken', detail: 'another organisation has this code' }] });
        }
        await this.organisations.save(tx, input);
        const { id, name, level, division, kind } = input;
        tx.announce(organisationRegistered, id, { id, name, level, division, kind });
        return input;
      },
      input,
    );
  }
}
