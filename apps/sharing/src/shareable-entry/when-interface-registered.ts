import { Controller } from '@nestjs/common';
import { interfaceRegistered, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { ShareableEntryStore } from './shareable-entry.store.js';

@Controller()
export class WhenInterfaceRegistered {
  constructor(private readonly entries: ShareableEntryStore) {}

  @Reacts(interfaceRegistered, { as: 'when-interface-registered' })
  async keep({ data }: EventOf<typeof interfaceRegistered>, tx: Transaction): Promise<void> {
    await this.entries.keepInterface(tx, data.entryId, data.url, data.zone ?? null);
  }
}
