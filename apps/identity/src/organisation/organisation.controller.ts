import { Controller } from '@nestjs/common';
import { findOrganisations, Organisation, OrganisationPage, PageQuery, registerOrganisation } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindOrganisations } from './find-organisations.js';
import { RegisterOrganisation } from './register-organisation.js';

@Controller()
export class OrganisationController {
  constructor(
    private readonly registering: RegisterOrganisation,
    private readonly finding: FindOrganisations,
  ) {}

  @Answers(registerOrganisation)
  register(input: Organisation, ctx: RequestContext): Promise<Organisation> {
    return this.registering.run(ctx, input);
  }

  @Answers(findOrganisations)
  find(input: PageQuery, ctx: RequestContext): Promise<OrganisationPage> {
    return this.finding.run(ctx, input);
  }
}
