import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

export interface KnownEntry {
  readonly name: string;
  readonly node: string;
  readonly provider: Party;
}

@Injectable()
export class KnownEntryStore {
  /** The newer version wins, whatever order they come in. */
  async keep(tx: Transaction, entryId: string, version: number, { name, node, provider }: KnownEntry): Promise<void> {
    await tx.query(
      `INSERT INTO known_entry (entry_id, version, name, node, provider) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (entry_id) DO UPDATE SET version = excluded.version, name = excluded.name, node = excluded.node, provider = excluded.provider
        WHERE known_entry.version < excluded.version`,
      [entryId, version, name, node, JSON.stringify(provider)],
    );
  }

  async find(tx: Transaction, entryId: string): Promise<KnownEntry | undefined> {
    const [row] = await tx.query<KnownEntry>('SELECT name, node, provider FROM known_entry WHERE entry_id = $1', [entryId]);
    return row;
  }

  async keepVersion(tx: Transaction, entryId: string, version: number): Promise<void> {
    await tx.query('INSERT INTO known_version (entry_id, version) VALUES ($1, $2) ON CONFLICT DO NOTHING', [entryId, version]);
  }

  async hasVersion(tx: Transaction, entryId: string, version: number): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM known_version WHERE entry_id = $1 AND version = $2', [entryId, version])).length > 0;
  }
}
