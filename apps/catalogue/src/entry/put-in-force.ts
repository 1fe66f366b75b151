import { Injectable } from '@nestjs/common';
import { entryPublished } from '@gongshu/contracts';
import { NodeRegulation, type Transaction } from '@gongshu/service-kit';
import { CheckSource } from '../entry-source/check-source.js';
import { EntrySearchIndex } from '../search/entry-search-index.js';
import { entryCode, publication, type Entry } from './entry.js';
import { EntryStore } from './entry.store.js';

/** A version comes into force and is found instead of the one before; the first time the entry gets its code. The caller saves what is answered. */
@Injectable()
export class PutInForce {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly entries: EntryStore,
    private readonly source: CheckSource,
    private readonly searchIndex: EntrySearchIndex,
  ) {}

  /** @throws Problem 422 as long as nothing that the law demands stands behind the entry */
  async run(tx: Transaction, entry: Entry): Promise<Entry> {
    await this.source.run(tx, this.regulation.packOf(entry.standing), entry.id, entry.content);
    const code = entry.code ?? entryCode(entry, await this.entries.nextCodeNumber(tx));
    await this.entries.replaceInForce(tx, entry.id);
    await this.searchIndex.put(tx, { ...entry, code, publishedAt: tx.ctx.now });
    tx.announce(entryPublished, entry.id, publication(entry, code, tx.ctx.now));
    return { ...entry, code, publishedAt: tx.ctx.now };
  }
}
