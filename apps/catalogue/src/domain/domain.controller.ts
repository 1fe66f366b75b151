import { Controller } from '@nestjs/common';
import {
  assignDomain, AssignDomain, claimDomain, ClaimDomain, createDomain, CreateDomain, DomainCode, findDomains, findUnassignedEntries, FindUnassignedEntries, getDomain, Nothing,
  type DomainMatrix, type DomainRecord, type UnassignedEntries,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { AssignDomains } from './assign-domains.js';
import { FindDomains } from './find-domains.js';

@Controller()
export class DomainController {
  constructor(
    private readonly finding: FindDomains,
    private readonly assigning: AssignDomains,
  ) {}

  @Answers(findDomains)
  matrix(_input: Nothing, ctx: RequestContext): Promise<DomainMatrix> {
    return this.finding.matrix(ctx);
  }

  @Answers(getDomain)
  get(input: DomainCode, ctx: RequestContext): Promise<DomainRecord> {
    return this.finding.get(ctx, input);
  }

  @Answers(createDomain)
  create(input: CreateDomain, ctx: RequestContext): Promise<DomainRecord> {
    return this.assigning.create(ctx, input);
  }

  @Answers(assignDomain)
  assign(input: AssignDomain, ctx: RequestContext): Promise<DomainRecord> {
    return this.assigning.assign(ctx, input);
  }

  @Answers(claimDomain)
  claim(input: ClaimDomain, ctx: RequestContext): Promise<DomainRecord> {
    return this.assigning.claim(ctx, input);
  }

  @Answers(findUnassignedEntries)
  unassigned(input: FindUnassignedEntries, ctx: RequestContext): Promise<UnassignedEntries> {
    return this.finding.unassigned(ctx, input);
  }
}
