import { Injectable } from '@nestjs/common';
import type { MaterialCheckView } from '@gongshu/contracts';
import { partyConditions, type Transaction } from '@gongshu/service-kit';

interface Positioned {
  readonly position: string;
  readonly answer: MaterialCheckView;
}

@Injectable()
export class MaterialCheckStore {
  async add(tx: Transaction, answer: MaterialCheckView): Promise<void> {
    const { id, requester, verdict } = answer;
    await tx.query('INSERT INTO material_check (id, requester, verdict, answer) VALUES ($1, $2, $3, $4)', [id, JSON.stringify(requester), verdict, JSON.stringify(answer)]);
  }

  /** Checks that the caller may see, the newest first. */
  async page(tx: Transaction, verdict: string | undefined, before: string, limit: number): Promise<Positioned[]> {
    const { ctx } = tx;
    const values: unknown[] = [before, verdict ?? null, limit];
    const { provider: _none, ...plays } = partyConditions(ctx, ctx.node.code, (value) => `$${String(values.push(value))}`);
    return tx.query<Positioned>(
      `SELECT position, answer FROM material_check WHERE position < $1 AND ($2::text IS NULL OR verdict = $2) AND (${Object.values(plays).join(' OR ')}) ORDER BY position DESC LIMIT $3`,
      values,
    );
  }
}
