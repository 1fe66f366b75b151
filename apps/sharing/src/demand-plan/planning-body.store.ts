import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { PlanningBody } from './late-bodies.js';

@Injectable()
export class PlanningBodyStore {
  /** A body keeps the day from which it is known, whatever is said of it later. */
  async keep(tx: Transaction, party: Party, since: string): Promise<void> {
    await tx.query('INSERT INTO planning_body (id, party, since) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET party = excluded.party', [party.id, JSON.stringify(party), since]);
  }

  async find(tx: Transaction, id: string): Promise<Party | undefined> {
    const [row] = await tx.query<{ party: Party }>('SELECT party FROM planning_body WHERE id = $1', [id]);
    return row?.party;
  }

  /** Bodies of a level in a division, by id; `since` is a day in China. */
  async ofLevel(tx: Transaction, division: string, level: string): Promise<PlanningBody[]> {
    return tx.query<PlanningBody>(
      `SELECT party, to_char(since AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS since FROM planning_body WHERE party ->> 'division' = $1 AND party ->> 'level' = $2 ORDER BY id COLLATE "C"`,
      [division, level],
    );
  }
}
