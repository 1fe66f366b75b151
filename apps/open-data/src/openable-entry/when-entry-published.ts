import { Controller } from '@nestjs/common';
import { entryPublished, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { OpenableEntryStore } from './openable-entry.store.js';

@Controller()
export class WhenEntryPublished {
  constructor(private readonly entries: OpenableEntryStore) {}

  @Reacts(entryPublished, { as: 'when-entry-published' })
  async run({ data }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    await this.entries.keep(tx, data.version, { ...data, entryId: data.id });
  }
}
