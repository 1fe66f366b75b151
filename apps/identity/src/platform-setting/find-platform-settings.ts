import { Injectable } from '@nestjs/common';
import type { PlatformSettings } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';

/** What has been set; what has not is left to whoever shows it. */
@Injectable()
export class FindPlatformSettings {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async run(ctx: RequestContext): Promise<PlatformSettings> {
    return { items: await this.unitOfWork.read(ctx, (tx) => tx.query('SELECT key, value FROM platform_setting ORDER BY key')) };
  }
}
