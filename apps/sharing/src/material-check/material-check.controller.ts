import { Controller } from '@nestjs/common';
import { checkMaterial, findMaterialChecks, CheckMaterial as Question, FindMaterialChecks as Search, type MaterialCheckPage, type MaterialCheckView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { CheckMaterial } from './check-material.js';
import { FindMaterialChecks } from './find-material-checks.js';

@Controller()
export class MaterialCheckController {
  constructor(
    private readonly checking: CheckMaterial,
    private readonly finding: FindMaterialChecks,
  ) {}

  @Answers(checkMaterial)
  check(input: Question, ctx: RequestContext): Promise<MaterialCheckView> {
    return this.checking.run(ctx, input);
  }

  @Answers(findMaterialChecks)
  find(input: Search, ctx: RequestContext): Promise<MaterialCheckPage> {
    return this.finding.run(ctx, input);
  }
}
