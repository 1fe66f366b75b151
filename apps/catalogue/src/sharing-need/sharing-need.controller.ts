import { Controller } from '@nestjs/common';
import { findSharingCatalogue, FindSharingCatalogue as Query, registerSharingNeed, SharingNeedContent, type SharingCatalogue, type SharingNeedView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindSharingCatalogue } from './find-sharing-catalogue.js';
import { RegisterSharingNeed } from './register-sharing-need.js';

@Controller()
export class SharingNeedController {
  constructor(
    private readonly registering: RegisterSharingNeed,
    private readonly finding: FindSharingCatalogue,
  ) {}

  @Answers(registerSharingNeed)
  register(input: SharingNeedContent, ctx: RequestContext): Promise<SharingNeedView> {
    return this.registering.run(ctx, input);
  }

  @Answers(findSharingCatalogue)
  find(input: Query, ctx: RequestContext): Promise<SharingCatalogue> {
    return this.finding.run(ctx, input);
  }
}
