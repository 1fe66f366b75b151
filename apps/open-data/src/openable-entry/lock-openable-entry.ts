import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { OpenableEntryStore, type OpenableEntry } from './openable-entry.store.js';

/** An entry of this node for the one act that opens it; undefined for entries unknown here. */
@Injectable()
export class LockOpenableEntry {
  constructor(private readonly entries: OpenableEntryStore) {}

  run(tx: Transaction, entryId: string): Promise<OpenableEntry | undefined> {
    return this.entries.loadForUpdate(tx, entryId);
  }
}
