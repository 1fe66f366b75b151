import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EventEnvelope } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { appendLeaves } from '../log/merkle-tree.js';
import { entryOfEvent, isEntryOf } from './entry-of-event.js';
import { EntryStore } from './entry.store.js';
import { TreeStore } from './tree.store.js';

const SALT_BYTES = 32;

/** Makes events entries of the log: index, row and tree in the transaction that also remembers the events as handled. */
@Injectable()
export class AppendEntries {
  constructor(
    private readonly entries: EntryStore,
    private readonly tree: TreeStore,
  ) {}

  /** @throws Problem for an event that can never be an entry */
  async run(events: readonly EventEnvelope[], tx: Transaction): Promise<void> {
    const candidates = events.filter((event) => isEntryOf(tx.ctx.node.code, event)).map((event) => entryOfEvent(event, randomBytes(SALT_BYTES)));
    if (candidates.length === 0) return;
    // All hashing of events is done before: the lock is what all eight streams wait for.
    const range = await this.tree.lock(tx);
    const recorded = await this.entries.recorded(tx, candidates.map(({ eventId }) => eventId));
    const fresh = candidates.filter(({ eventId }) => !recorded.has(eventId));
    if (fresh.length === 0) return;
    await this.entries.insert(tx, range.size, fresh);
    await this.tree.grow(tx, appendLeaves(range, fresh.map(({ leafHash }) => leafHash)));
  }
}
