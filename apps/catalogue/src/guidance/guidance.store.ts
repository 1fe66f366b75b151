import { Injectable } from '@nestjs/common';
import type { GuidanceComment } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

const MOST_SHOWN = 500;

@Injectable()
export class GuidanceStore {
  async insert(tx: Transaction, { id, entryId, version, text, author, givenAt }: GuidanceComment): Promise<void> {
    await tx.query('INSERT INTO guidance_comment (id, entry_id, version, text, author, given_at) VALUES ($1, $2, $3, $4, $5, $6)', [
      id, entryId, version, text, JSON.stringify(author), givenAt,
    ]);
  }

  /** The newest first. */
  async of(tx: Transaction, entryId: string): Promise<GuidanceComment[]> {
    const rows = await tx.query<Omit<GuidanceComment, 'givenAt'> & { given_at: Date }>(
      'SELECT id, entry_id AS "entryId", version, text, author, given_at FROM guidance_comment WHERE entry_id = $1 ORDER BY position DESC LIMIT $2',
      [entryId, MOST_SHOWN],
    );
    return rows.map(({ given_at: givenAt, ...comment }) => ({ ...comment, givenAt: givenAt.toISOString() }));
  }
}
