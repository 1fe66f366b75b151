import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { KnownEntryStore, type KnownEntry } from './known-entry.store.js';

/** What this service knows of a catalogue entry; undefined before its publication was heard of. */
@Injectable()
export class FindKnownEntry {
  constructor(private readonly entries: KnownEntryStore) {}

  run(tx: Transaction, entryId: string): Promise<KnownEntry | undefined> {
    return this.entries.find(tx, entryId);
  }
}
