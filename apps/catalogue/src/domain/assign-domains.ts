import { Injectable } from '@nestjs/common';
import { domainCreated, domainProblems, Problem, problems, type AssignDomain, type ClaimDomain, type CreateDomain, type DomainRecord } from '@gongshu/contracts';
import { actingOrganisation, isSameOrganisation, NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { AssignResponsibility } from '../responsibility/assign-responsibility.js';
import { articleOf, cited } from '../responsibility/provision.js';
import { Responsibilities, type Subject } from '../responsibility/responsibilities.js';
import { DomainStore } from './domain.store.js';
import { FindDomains } from './find-domains.js';
import { mayAddDomains, UNLISTED } from './responsibility-domain.js';

/** Who answers for a domain: the authority says which organisation performs the duty that the regulation names, and whose a domain is that the regulation does not list. */
@Injectable()
export class AssignDomains {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly domains: DomainStore,
    private readonly finding: FindDomains,
    private readonly responsibilities: Responsibilities,
    private readonly assigning: AssignResponsibility,
  ) {}

  /** @throws Problem 403 for an authority that is not the node's; 409 for a domain there is, and where the regulation knows no domains */
  async create(ctx: RequestContext, input: CreateDomain): Promise<DomainRecord> {
    const { pack } = this.regulation;
    if (ctx.organisation?.division !== ctx.node.code) throw new Problem(problems.forbidden);
    if (!mayAddDomains(pack)) throw new Problem(domainProblems.notRegulated, { ...cited(pack, UNLISTED) });
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { code, label, owner, reasons } = input;
        if ((await this.finding.all(tx)).some((one) => one.code === code) || !(await this.domains.add(tx, { code, label }))) throw new Problem(domainProblems.domainExists);
        tx.announce(domainCreated, code, { code });
        await this.assigning.byAuthority(tx, { of: 'DOMAIN', code }, owner, { article: articleOf(pack, UNLISTED), reasons });
        return this.finding.record(tx, code);
      },
      input,
    );
  }

  /** @throws Problem 404 for an unknown domain */
  async assign(ctx: RequestContext, input: AssignDomain): Promise<DomainRecord> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { code, owner, reasons } = input;
        const { key } = await this.finding.named(tx, code);
        await this.assigning.byAuthority(tx, { of: 'DOMAIN', code }, owner, { article: articleOf(this.regulation.pack, key), reasons });
        return this.finding.record(tx, code);
      },
      input,
    );
  }

  /** @throws Problem 404 for an unknown domain; 409 for one that another department has, and for a listed one that waits for the authority's word */
  async claim(ctx: RequestContext, input: ClaimDomain): Promise<DomainRecord> {
    const claimant = actingOrganisation(ctx);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { code, reasons } = input;
        const subject: Subject = { of: 'DOMAIN', code };
        const { key, duty } = await this.finding.named(tx, code);
        await this.responsibilities.lock(tx, subject);
        const owner = await this.responsibilities.at(tx, subject, claimant);
        if (owner !== undefined && !isSameOrganisation(owner, claimant)) throw new Problem(domainProblems.domainOwned, { ...cited(this.regulation.pack, key) });
        if (owner === undefined && duty !== null) throw new Problem(domainProblems.awaitsAssignment, { ...cited(this.regulation.pack, key) });
        await this.assigning.give(tx, subject, claimant, { article: articleOf(this.regulation.pack, key), reasons });
        return this.finding.record(tx, code);
      },
      input,
    );
  }
}
