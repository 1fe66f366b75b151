import { Controller } from '@nestjs/common';
import { getPull, runPull, setPull, type DataSetId, type PullRun, type PullView, type SetPull as Wanted } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { BeginPull } from './begin-pull.js';
import { SetPull } from './set-pull.js';

@Controller()
export class PullController {
  constructor(
    private readonly setting: SetPull,
    private readonly beginning: BeginPull,
  ) {}

  @Answers(setPull)
  set(input: Wanted, ctx: RequestContext): Promise<PullView> {
    return this.setting.run(ctx, input);
  }

  @Answers(getPull)
  get(input: DataSetId, ctx: RequestContext): Promise<PullView> {
    return this.setting.view(ctx, input);
  }

  @Answers(runPull)
  run(input: DataSetId, ctx: RequestContext): Promise<PullRun> {
    return this.beginning.run(ctx, input);
  }
}
