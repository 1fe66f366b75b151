import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { AddedClass } from './catalogue-class.js';

/** Classes that the data authority has added to those of the regulation. */
@Injectable()
export class ClassStore {
  async added(tx: Transaction): Promise<AddedClass[]> {
    return tx.query<AddedClass>('SELECT kind, code, label FROM catalogue_class ORDER BY added_at, code');
  }

  /** Whether it was added; false where there is one of this code. */
  async add(tx: Transaction, { kind, code, label }: AddedClass): Promise<boolean> {
    const rows = await tx.query('INSERT INTO catalogue_class (code, kind, label, added_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING code', [code, kind, JSON.stringify(label), tx.ctx.now]);
    return rows.length > 0;
  }
}
