import { Controller } from '@nestjs/common';
import {
  findOrganisations,
  GetOrganisation,
  getOrganisationHistory,
  importOrganisations,
  ImportOrganisations as Sheet,
  Organisation,
  PageQuery,
  registerOrganisation,
  type OrganisationImportReport,
  type OrganisationHistory,
  type OrganisationPage,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindOrganisations } from './find-organisations.js';
import { GetOrganisationHistory } from './get-organisation-history.js';
import { ImportOrganisations } from './import-organisations.js';
import { RegisterOrganisation } from './register-organisation.js';

@Controller()
export class OrganisationController {
  constructor(
    private readonly registering: RegisterOrganisation,
    private readonly finding: FindOrganisations,
    private readonly gettingHistory: GetOrganisationHistory,
    private readonly importing: ImportOrganisations,
  ) {}

  @Answers(registerOrganisation)
  register(input: Organisation, ctx: RequestContext): Promise<Organisation> {
    return this.registering.run(ctx, input);
  }

  @Answers(findOrganisations)
  find(input: PageQuery, ctx: RequestContext): Promise<OrganisationPage> {
    return this.finding.run(ctx, input);
  }

  @Answers(getOrganisationHistory)
  history(input: GetOrganisation, ctx: RequestContext): Promise<OrganisationHistory> {
    return this.gettingHistory.run(ctx, input);
  }

  @Answers(importOrganisations)
  import(input: Sheet, ctx: RequestContext): Promise<OrganisationImportReport> {
    return this.importing.run(ctx, input);
  }
}
