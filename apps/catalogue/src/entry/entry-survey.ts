import { Injectable } from '@nestjs/common';
import { isId, type EntryContent, type Party } from '@gongshu/contracts';
import type { PageOrder, Transaction } from '@gongshu/service-kit';

/** A published entry of this node, for whoever looks through the catalogue for something in its content. */
export interface SurveyedEntry {
  readonly id: string;
  readonly code: string | null;
  readonly name: string;
  readonly provider: Party;
  readonly content: EntryContent;
}

export interface Survey {
  /** Content that the entry's must include. */
  readonly including?: object;
  /** A field that must be stated. */
  readonly stating?: keyof EntryContent;
  /** Only entries of this organisation. */
  readonly provider?: string;
  readonly after: string;
  readonly limit: number;
}

/** By id: an order that stays the same while entries come and go. */
export const BY_ID: PageOrder = { start: '00000000-0000-0000-0000-000000000000', isCursor: isId };

/** Reads the published entries of this node, page by page. */
@Injectable()
export class EntrySurvey {
  async page(tx: Transaction, { including = {}, stating, provider, after, limit }: Survey): Promise<SurveyedEntry[]> {
    return tx.query<SurveyedEntry>(
      `SELECT id, code, content ->> 'name' AS name, provider, content FROM catalogue_entry
       WHERE in_force AND node = $1 AND id > $2 AND content @> $3::jsonb AND ($4::text IS NULL OR content ? $4) AND ($5::text IS NULL OR provider_id = $5) ORDER BY id LIMIT $6`,
      [tx.ctx.node.code, after, JSON.stringify(including), stating ?? null, provider ?? null, limit],
    );
  }
}
