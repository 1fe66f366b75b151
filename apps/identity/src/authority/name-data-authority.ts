import { Injectable } from '@nestjs/common';
import { authorityNamed, identityProblems, Problem, type NameDataAuthority as Naming, type NamedAuthority } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { EndTokens } from '../client/end-tokens.js';
import { FindOrganisation } from '../organisation/find-organisation.js';
import { AuthorityStore } from './authority.store.js';

/** A government names the data authority of its division, or an operator for it (hebei 5, jian 22). The authority before loses the role, and its tokens that say it, at once. */
@Injectable()
export class NameDataAuthority {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly authorities: AuthorityStore,
    private readonly findOrganisation: FindOrganisation,
    private readonly endTokens: EndTokens,
  ) {}

  async run(ctx: RequestContext, input: Naming): Promise<NamedAuthority> {
    const { division, organisationId } = input;
    if (!ctx.roles.includes('OPERATOR') && ctx.organisation?.division !== division) throw new Problem(identityProblems.outsideScope);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const organisation = await this.findOrganisation.run(tx, organisationId);
        if (organisation?.division !== division) {
          throw new Problem(identityProblems.unknownOrganisation, { errors: [{ pointer: '/organisationId', code: 'unknown', detail: `no organisation of ${division}` }] });
        }
        const { level } = organisation;
        const node = ctx.node.code;
        await this.authorities.lock(tx, division, level);
        const before = await this.authorities.find(tx, division, level);
        const named = { division, level, organisationId, node };
        await this.authorities.save(tx, named);
        if (before !== undefined && before.organisationId !== organisationId && before.node === node) {
          await this.endTokens.ofOrganisation(tx, before.organisationId);
          await this.endTokens.withRole(tx, before.organisationId, 'DATA_AUTHORITY');
        }
        tx.announce(authorityNamed, division, { division, level, organisationId });
        return { ...named, since: ctx.now };
      },
      input,
    );
  }
}
