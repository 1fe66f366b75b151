import { Controller } from '@nestjs/common';
import { entryPublished, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { DataSetStore } from './data-set.store.js';

@Controller()
export class WhenEntryPublished {
  constructor(private readonly dataSets: DataSetStore) {}

  @Reacts(entryPublished, { as: 'when-entry-published' })
  async keep({ data: entry }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    await this.dataSets.keep(tx, {
      entryId: entry.id,
      entryVersion: entry.version,
      name: entry.name,
      providerId: entry.provider.id,
      aggregation: entry.aggregation,
      personalData: entry.personalData,
      columns: entry.items.map(({ column, type, identifies, feature }) => ({ column, type, ...(identifies === undefined ? {} : { identifies }), ...(feature === undefined ? {} : { feature }) })),
    });
  }
}
