import { Controller } from '@nestjs/common';
import {
  findCatalogueNorms, findDataStandards, FindDataStandards, findNormViolations, FindNormViolations, findOutdatedEntries, FindOutdatedEntries, issueCatalogueNorm, IssueCatalogueNorm, issueDataStandard,
  IssueDataStandard, Nothing, type CatalogueNorm, type CatalogueNorms, type DataStandard, type DataStandards, type NormViolations, type OutdatedEntries,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindNorms } from './find-norms.js';
import { IssueNorms } from './issue-norms.js';

@Controller()
export class NormController {
  constructor(
    private readonly issuing: IssueNorms,
    private readonly finding: FindNorms,
  ) {}

  @Answers(issueCatalogueNorm)
  issueNorm(input: IssueCatalogueNorm, ctx: RequestContext): Promise<CatalogueNorm> {
    return this.issuing.norm(ctx, input);
  }

  @Answers(issueDataStandard)
  issueStandard(input: IssueDataStandard, ctx: RequestContext): Promise<DataStandard> {
    return this.issuing.standard(ctx, input);
  }

  @Answers(findCatalogueNorms)
  norms(_input: Nothing, ctx: RequestContext): Promise<CatalogueNorms> {
    return this.finding.list(ctx);
  }

  @Answers(findDataStandards)
  standards(input: FindDataStandards, ctx: RequestContext): Promise<DataStandards> {
    return this.finding.standards(ctx, input);
  }

  @Answers(findNormViolations)
  violations(input: FindNormViolations, ctx: RequestContext): Promise<NormViolations> {
    return this.finding.violations(ctx, input);
  }

  @Answers(findOutdatedEntries)
  outdated(input: FindOutdatedEntries, ctx: RequestContext): Promise<OutdatedEntries> {
    return this.finding.outdated(ctx, input);
  }
}
