import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { DataUpdateStore } from './data-update.store.js';

/** The version that shared data are at: a data version, or a count of updates where the data stay with their provider. Null as long as neither is known. */
@Injectable()
export class CurrentEdition {
  constructor(private readonly updates: DataUpdateStore) {}

  of(tx: Transaction, entryId: string): Promise<number | null> {
    return this.updates.edition(tx, entryId);
  }
}
