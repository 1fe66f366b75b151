import { Controller } from '@nestjs/common';
import { staffChanged, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { NamedPartyStore } from './named-party.store.js';

@Controller()
export class WhenStaffChanged {
  constructor(private readonly named: NamedPartyStore) {}

  @Reacts(staffChanged, { as: 'when-staff-changed' })
  async keep({ data }: EventOf<typeof staffChanged>, tx: Transaction): Promise<void> {
    await this.named.keepAdministrator(tx, data.organisationId, data.held.includes('DATA_ADMINISTRATOR'));
  }
}
