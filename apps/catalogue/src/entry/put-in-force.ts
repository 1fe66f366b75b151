import { Injectable } from '@nestjs/common';
import { entryPublished } from '@gongshu/contracts';
import { NodeRegulation, type Transaction } from '@gongshu/service-kit';
import { lawfulSource } from '../entry-source/entry-source.js';
import { EntrySourceStore } from '../entry-source/entry-source.store.js';
import { EntrySearchIndex } from '../search/entry-search-index.js';
import { entryCode, publication, type Entry } from './entry.js';
import { EntryStore } from './entry.store.js';

/** A version comes into force and is found instead of the one before; the first time the entry gets its code. The caller saves what is answered. */
@Injectable()
export class PutInForce {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly entries: EntryStore,
    private readonly sources: EntrySourceStore,
    private readonly searchIndex: EntrySearchIndex,
  ) {}

  /** @throws Problem 422 as long as nothing that the law demands stands behind the entry */
  async run(tx: Transaction, entry: Entry): Promise<Entry> {
    lawfulSource(this.regulation.packOf(entry.standing), entry.content, await this.sources.of(tx, entry.id));
    const code = entry.code ?? entryCode(entry, await this.entries.nextCodeNumber(tx));
    await this.entries.replaceInForce(tx, entry.id);
    await this.searchIndex.put(tx, { ...entry, code, publishedAt: tx.ctx.now });
    tx.announce(entryPublished, entry.id, publication(entry, code, tx.ctx.now));
    return { ...entry, code, publishedAt: tx.ctx.now };
  }
}
