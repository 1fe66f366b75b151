import { Controller } from '@nestjs/common';
import { externalUseConsented, grantIssued, grantRestored, grantSuspended, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { OutsideUseStore } from './outside-use.store.js';

/** What sharing tells of grants, and of consents to use their data outside. */
@Controller()
export class WhenGrantChanged {
  constructor(private readonly acquired: OutsideUseStore) {}

  @Reacts(grantIssued, { as: 'outside-use-when-grant-issued' })
  async issue({ data, time }: EventOf<typeof grantIssued>, tx: Transaction): Promise<void> {
    await this.acquired.keepGrant(tx, data, time);
  }

  @Reacts(grantSuspended, { as: 'outside-use-when-grant-suspended' })
  async stop({ data, time }: EventOf<typeof grantSuspended>, tx: Transaction): Promise<void> {
    await this.acquired.keepGrant(tx, data, time);
  }

  @Reacts(grantRestored, { as: 'outside-use-when-grant-restored' })
  async restore({ data, time }: EventOf<typeof grantRestored>, tx: Transaction): Promise<void> {
    await this.acquired.keepGrant(tx, data, time);
  }

  @Reacts(externalUseConsented, { as: 'outside-use-when-external-use-consented' })
  async consent({ data }: EventOf<typeof externalUseConsented>, tx: Transaction): Promise<void> {
    await this.acquired.keepConsent(tx, data);
  }
}
