import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { KnownEntryStore } from './known-entry.store.js';

/** Whether this node holds a version of an entry's data. */
@Injectable()
export class HasDataVersion {
  constructor(private readonly entries: KnownEntryStore) {}

  run(tx: Transaction, entryId: string, version: number): Promise<boolean> {
    return this.entries.hasVersion(tx, entryId, version);
  }
}
