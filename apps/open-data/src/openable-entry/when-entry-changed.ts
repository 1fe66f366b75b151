import { Controller } from '@nestjs/common';
import { entryPublished, entryWithdrawn, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { OpenableEntryStore } from './openable-entry.store.js';

@Controller()
export class WhenEntryChanged {
  constructor(private readonly entries: OpenableEntryStore) {}

  @Reacts(entryPublished, { as: 'when-entry-published' })
  async keep({ data }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    await this.entries.keep(tx, data.version, { ...data, entryId: data.id });
  }

  @Reacts(entryWithdrawn, { as: 'when-entry-withdrawn' })
  async end({ data }: EventOf<typeof entryWithdrawn>, tx: Transaction): Promise<void> {
    await this.entries.withdraw(tx, data.id);
  }
}
