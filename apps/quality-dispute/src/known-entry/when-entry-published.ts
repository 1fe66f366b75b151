import { Controller } from '@nestjs/common';
import { entryPublished, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { KnownEntryStore } from './known-entry.store.js';

@Controller()
export class WhenEntryPublished {
  constructor(private readonly entries: KnownEntryStore) {}

  @Reacts(entryPublished, { as: 'when-entry-published', from: 'both' })
  async run({ data }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    await this.entries.keep(tx, data.id, data.version, data);
  }
}
