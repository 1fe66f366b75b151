import { Controller } from '@nestjs/common';
import { changePlatformSetting, findPlatformSettings, Nothing, PlatformSetting, type PlatformSettings } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ChangePlatformSetting } from './change-platform-setting.js';
import { FindPlatformSettings } from './find-platform-settings.js';

@Controller()
export class PlatformSettingController {
  constructor(
    private readonly changing: ChangePlatformSetting,
    private readonly finding: FindPlatformSettings,
  ) {}

  @Answers(changePlatformSetting)
  change(input: PlatformSetting, ctx: RequestContext): Promise<PlatformSetting> {
    return this.changing.run(ctx, input);
  }

  @Answers(findPlatformSettings)
  find(_input: Nothing, ctx: RequestContext): Promise<PlatformSettings> {
    return this.finding.run(ctx);
  }
}
