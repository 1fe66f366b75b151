import { Controller } from '@nestjs/common';
import { findRegulationPacks, getRegulationPack, GetRegulationPack as PackQuery, Nothing, type EffectiveRegulationPack, type RegulationPackList } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindRegulationPacks } from './find-regulation-packs.js';
import { GetRegulationPack } from './get-regulation-pack.js';

@Controller()
export class PackController {
  constructor(
    private readonly finding: FindRegulationPacks,
    private readonly getting: GetRegulationPack,
  ) {}

  @Answers(findRegulationPacks)
  find(_input: Nothing, ctx: RequestContext): RegulationPackList {
    return this.finding.run(ctx);
  }

  @Answers(getRegulationPack)
  get(input: PackQuery, ctx: RequestContext): EffectiveRegulationPack {
    return this.getting.run(ctx, input);
  }
}
