import { Injectable } from '@nestjs/common';
import type { ItemVerdict } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

/** One review of a version, with a verdict on each item. */
export interface Review {
  readonly entryId: string;
  readonly version: number;
  readonly reviewer: string;
  readonly verdicts: readonly ItemVerdict[];
  /** ISO instant. */
  readonly reviewedAt: string;
}

@Injectable()
export class ReviewVerdictStore {
  async insert(tx: Transaction, { entryId, version, reviewer, verdicts, reviewedAt }: Review): Promise<void> {
    await tx.query('INSERT INTO entry_review (entry_id, version, reviewer, verdicts, reviewed_at) VALUES ($1, $2, $3, $4, $5)', [
      entryId, version, reviewer, JSON.stringify(verdicts), reviewedAt,
    ]);
  }

  /** The last review of an entry. */
  async last(tx: Transaction, entryId: string): Promise<Review | undefined> {
    const [row] = await tx.query<Omit<Review, 'reviewedAt'> & { reviewed_at: Date }>(
      'SELECT entry_id AS "entryId", version, reviewer, verdicts, reviewed_at FROM entry_review WHERE entry_id = $1 ORDER BY position DESC LIMIT 1',
      [entryId],
    );
    if (row === undefined) return undefined;
    const { reviewed_at: reviewedAt, ...review } = row;
    return { ...review, reviewedAt: reviewedAt.toISOString() };
  }
}
