import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';

/** Which columns of an entry its provider collects by the responsibility list in force; kept from what the catalogue tells. */
@Injectable()
export class CollectionScopeStore {
  async keep(tx: Transaction, entryId: string, columns: readonly string[]): Promise<void> {
    await tx.query('INSERT INTO collection_scope (entry_id, columns) VALUES ($1, $2) ON CONFLICT (entry_id) DO UPDATE SET columns = excluded.columns', [entryId, columns]);
  }

  /** Undefined where no list is in force. */
  async of(tx: Transaction, entryId: string): Promise<readonly string[] | undefined> {
    const [row] = await tx.query<{ columns: string[] }>('SELECT columns FROM collection_scope WHERE entry_id = $1', [entryId]);
    return row?.columns;
  }
}
