import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { ShareableEntry } from './shareable-entry.js';
import { ShareableEntryStore } from './shareable-entry.store.js';

@Injectable()
export class FindShareableEntry {
  constructor(private readonly entries: ShareableEntryStore) {}

  run(tx: Transaction, id: string): Promise<ShareableEntry | undefined> {
    return this.entries.find(tx, id);
  }

  /** Whether data can flow: an uploaded version for physical aggregation, a registered interface for logical access. */
  hasSource(tx: Transaction, id: string): Promise<boolean> {
    return this.entries.hasSource(tx, id);
  }
}
