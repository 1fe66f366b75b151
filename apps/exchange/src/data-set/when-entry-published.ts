import { Controller } from '@nestjs/common';
import { entryHandedIn, entryPublished, entryWithdrawn, type DataItem, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import type { Column } from '../rows/value-fault.js';
import { BindInterface } from './bind-interface.js';
import { DataSetStore } from './data-set.store.js';

/** What the catalogue tells of an entry: that data can be put behind it, that it is in force, that it is gone. */
@Controller()
export class WhenEntryPublished {
  constructor(
    private readonly dataSets: DataSetStore,
    private readonly binding: BindInterface,
  ) {}

  @Reacts(entryHandedIn, { as: 'when-entry-handed-in' })
  async prepare({ data: entry }: EventOf<typeof entryHandedIn>, tx: Transaction): Promise<void> {
    await this.dataSets.keep(tx, { ...entry, entryId: entry.id, entryVersion: entry.version, providerId: entry.provider.id, columns: columnsOf(entry.items), published: false });
    await this.bind(tx, entry);
  }

  @Reacts(entryPublished, { as: 'when-entry-published' })
  async keep({ data: entry }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    await this.dataSets.keep(tx, { ...entry, entryId: entry.id, entryVersion: entry.version, providerId: entry.provider.id, columns: columnsOf(entry.items), published: true });
    await this.bind(tx, entry);
  }

  @Reacts(entryWithdrawn, { as: 'when-entry-withdrawn' })
  async end({ data: { id } }: EventOf<typeof entryWithdrawn>, tx: Transaction): Promise<void> {
    await this.binding.release(tx, id);
  }

  private async bind(tx: Transaction, { id, version, interfaceId }: { readonly id: string; readonly version: number; readonly interfaceId?: string }): Promise<void> {
    if (interfaceId !== undefined) await this.binding.bindAsTold(tx, id, version, interfaceId);
  }
}

function columnsOf(items: readonly DataItem[]): Column[] {
  return items.map(({ column, type, identifies, feature }) => ({ column, type, ...(identifies === undefined ? {} : { identifies }), ...(feature === undefined ? {} : { feature }) }));
}
