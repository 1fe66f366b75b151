import { Controller } from '@nestjs/common';
import { dataUpdateLagging, type DataUpdateLagging } from '@gongshu/contracts';
import { OnTimer, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { LAG_TIMER } from './data-update.js';

/** An update that should have come at once has not come within the lag that the regulation allows. */
@Controller()
export class WhenDataUpdateLags {
  @OnTimer(LAG_TIMER)
  async lag({ key, payload }: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(dataUpdateLagging, key, payload as unknown as DataUpdateLagging);
  }
}
