import { Controller } from '@nestjs/common';
import {
  findCatalogueOmissions,
  FindCatalogueOmissions,
  findInformationSystems,
  InformationSystemContent,
  PageQuery,
  registerInformationSystem,
  reviseInformationSystem,
  ReviseInformationSystem,
  type CatalogueOmissions,
  type InformationSystemPage,
  type InformationSystemView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindInformationSystems } from './find-information-systems.js';
import { RegisterInformationSystem } from './register-information-system.js';

@Controller()
export class InformationSystemController {
  constructor(
    private readonly registering: RegisterInformationSystem,
    private readonly finding: FindInformationSystems,
  ) {}

  @Answers(registerInformationSystem)
  register(input: InformationSystemContent, ctx: RequestContext): Promise<InformationSystemView> {
    return this.registering.register(ctx, input);
  }

  @Answers(reviseInformationSystem)
  revise(input: ReviseInformationSystem, ctx: RequestContext): Promise<InformationSystemView> {
    return this.registering.revise(ctx, input);
  }

  @Answers(findInformationSystems)
  find(input: PageQuery, ctx: RequestContext): Promise<InformationSystemPage> {
    return this.finding.page(ctx, input);
  }

  @Answers(findCatalogueOmissions)
  omissions(input: FindCatalogueOmissions, ctx: RequestContext): Promise<CatalogueOmissions> {
    return this.finding.omissions(ctx, input);
  }
}
