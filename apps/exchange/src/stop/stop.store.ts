import { Injectable } from '@nestjs/common';
import type { SafetyStopChanged } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

type Article = SafetyStopChanged['article'];

/** Longer than any ticket opens: whoever was stopped earlier has none. */
const REMEMBERED = '10 minutes';

/** Since when, in milliseconds since the epoch. Tickets given later show that `sharing` lets go again, before word of it is here. */
interface Since {
  readonly since: number;
}

/** What stands against giving data out, as far as this service has heard. */
export interface StopsInForce {
  /** Grants stopped lately, with their state. */
  readonly grants: ReadonlyMap<string, Since & { readonly state: string }>;
  /** Endangered entries, with the provision that stops them. */
  readonly entries: ReadonlyMap<string, Since & { readonly article: Article }>;
}

const MILLISECONDS = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8 AS since`;

@Injectable()
export class StopStore {
  /** @param at when the entry was stopped */
  async stop(tx: Transaction, { id, entryId, article }: SafetyStopChanged, at: string): Promise<void> {
    // Its end may have been told before it.
    await tx.query('INSERT INTO safety_stop (id, entry_id, article, lifted, stopped_at) VALUES ($1, $2, $3, false, $4) ON CONFLICT DO NOTHING', [id, entryId, JSON.stringify(article), at]);
  }

  async lift(tx: Transaction, { id, entryId, article }: SafetyStopChanged, at: string): Promise<void> {
    await tx.query('INSERT INTO safety_stop (id, entry_id, article, lifted, stopped_at) VALUES ($1, $2, $3, true, $4) ON CONFLICT (id) DO UPDATE SET lifted = true', [id, entryId, JSON.stringify(article), at]);
  }

  async inForce(tx: Transaction): Promise<StopsInForce> {
    const grants = await tx.query<{ id: string; state: string; since: number }>(
      `SELECT grant_id AS id, state, ${MILLISECONDS('state_since')} FROM acquired_entry WHERE state <> 'ACTIVE' AND state_since > $1::timestamptz - interval '${REMEMBERED}'`, [tx.ctx.now],
    );
    const entries = await tx.query<{ id: string; article: Article; since: number }>(`SELECT entry_id AS id, article, ${MILLISECONDS('stopped_at')} FROM safety_stop WHERE NOT lifted ORDER BY stopped_at`);
    return { grants: new Map(grants.map((grant) => [grant.id, grant])), entries: new Map(entries.map((entry) => [entry.id, entry])) };
  }
}
