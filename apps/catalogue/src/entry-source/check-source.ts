import { Injectable } from '@nestjs/common';
import type { EntryContent } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';
import { lawfulSource } from './entry-source.js';
import { EntrySourceStore } from './entry-source.store.js';

/** What stands behind an entry, before it comes into force. */
@Injectable()
export class CheckSource {
  constructor(private readonly sources: EntrySourceStore) {}

  /** @throws Problem 422 as long as nothing that the law demands stands behind the entry */
  async run(tx: Transaction, pack: EffectivePack, id: string, content: EntryContent): Promise<void> {
    lawfulSource(pack, content, await this.sources.of(tx, id));
  }
}
