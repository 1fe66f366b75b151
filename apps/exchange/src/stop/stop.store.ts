import { Injectable } from '@nestjs/common';
import type { SafetyStopChanged } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

type Article = SafetyStopChanged['article'];

/** Longer than any ticket opens: whoever was stopped earlier has none. */
const REMEMBERED = '10 minutes';

/** What stands against giving data out, as far as this service has heard. */
export interface StopsInForce {
  /** Grants stopped lately, with their state. */
  readonly grants: ReadonlyMap<string, string>;
  /** Endangered entries, with the provision that stops them. */
  readonly entries: ReadonlyMap<string, Article>;
}

@Injectable()
export class StopStore {
  async stop(tx: Transaction, { id, entryId, article }: SafetyStopChanged): Promise<void> {
    // Its end may have been told before it.
    await tx.query('INSERT INTO safety_stop (id, entry_id, article, lifted) VALUES ($1, $2, $3, false) ON CONFLICT DO NOTHING', [id, entryId, JSON.stringify(article)]);
  }

  async lift(tx: Transaction, { id, entryId, article }: SafetyStopChanged): Promise<void> {
    await tx.query('INSERT INTO safety_stop (id, entry_id, article, lifted) VALUES ($1, $2, $3, true) ON CONFLICT (id) DO UPDATE SET lifted = true', [id, entryId, JSON.stringify(article)]);
  }

  async inForce(tx: Transaction): Promise<StopsInForce> {
    const grants = await tx.query<{ id: string; state: string }>(`SELECT grant_id AS id, state FROM acquired_entry WHERE state <> 'ACTIVE' AND state_since > $1::timestamptz - interval '${REMEMBERED}'`, [tx.ctx.now]);
    const entries = await tx.query<{ id: string; article: Article }>('SELECT entry_id AS id, article FROM safety_stop WHERE NOT lifted');
    return { grants: new Map(grants.map(({ id, state }) => [id, state])), entries: new Map(entries.map(({ id, article }) => [id, article])) };
  }
}
