import { Controller } from '@nestjs/common';
import { getOrganisationCompliance, PageQuery, type OrganisationCompliance } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { GetOrganisationCompliance } from './get-organisation-compliance.js';

@Controller()
export class ComplianceController {
  constructor(private readonly getting: GetOrganisationCompliance) {}

  @Answers(getOrganisationCompliance)
  get(input: PageQuery, ctx: RequestContext): Promise<OrganisationCompliance> {
    return this.getting.run(ctx, input);
  }
}
