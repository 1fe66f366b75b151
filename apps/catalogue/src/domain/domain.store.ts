import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { CreatedDomain } from './responsibility-domain.js';

/** Domains that the regulation does not list. */
@Injectable()
export class DomainStore {
  async created(tx: Transaction): Promise<CreatedDomain[]> {
    return tx.query<CreatedDomain>('SELECT code, label FROM responsibility_domain ORDER BY created_at, code');
  }

  /** Whether it was added; false where there is one of this code. */
  async add(tx: Transaction, { code, label }: CreatedDomain): Promise<boolean> {
    const rows = await tx.query('INSERT INTO responsibility_domain (code, label, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING code', [code, JSON.stringify(label), tx.ctx.now]);
    return rows.length > 0;
  }
}
