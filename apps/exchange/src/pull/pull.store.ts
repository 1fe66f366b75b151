import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { exchangeProblems, Problem, type PullRun, type PullSource, type PullView } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

export interface Pull {
  readonly entryId: string;
  readonly source: PullSource;
  readonly everyMinutes: number | null;
  readonly nextAt: string | null;
}

export interface RunEnd {
  readonly result: 'NEW_VERSION' | 'UNCHANGED' | 'FAILED';
  readonly version: number | null;
  readonly reportId: string | null;
  readonly failure: string | null;
}

interface RunRow {
  readonly id: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly result: string;
  readonly version: number | null;
  readonly report_id: string | null;
  readonly failure: string | null;
}

const MOST_RUNS_SHOWN = 50;

function runFrom(row: RunRow): PullRun {
  return { id: row.id, startedAt: row.started_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null, result: row.result, version: row.version, reportId: row.report_id, failure: row.failure };
}

@Injectable()
export class PullStore {
  async keep(tx: Transaction, { entryId, source, everyMinutes, nextAt }: Pull): Promise<void> {
    await tx.query(
      `INSERT INTO pull (entry_id, source, every_minutes, next_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (entry_id) DO UPDATE SET source = excluded.source, every_minutes = excluded.every_minutes, next_at = excluded.next_at`,
      [entryId, JSON.stringify(source), everyMinutes, nextAt],
    );
  }

  async find(tx: Transaction, entryId: string): Promise<Pull | undefined> {
    const [row] = await tx.query<{ source: PullSource; every_minutes: number | null; next_at: Date | null }>('SELECT source, every_minutes, next_at FROM pull WHERE entry_id = $1', [entryId]);
    return row === undefined ? undefined : { entryId, source: row.source, everyMinutes: row.every_minutes, nextAt: row.next_at?.toISOString() ?? null };
  }

  /** @throws Problem `exchange/no-pull` */
  async view(tx: Transaction, entryId: string): Promise<PullView> {
    const pull = await this.find(tx, entryId);
    if (pull === undefined) throw new Problem(exchangeProblems.noPull);
    const runs = await tx.query<RunRow>('SELECT * FROM pull_run WHERE entry_id = $1 ORDER BY started_at DESC, id LIMIT $2', [entryId, MOST_RUNS_SHOWN]);
    return { ...pull, runs: runs.map(runFrom) };
  }

  async setNext(tx: Transaction, entryId: string, nextAt: string): Promise<void> {
    await tx.query('UPDATE pull SET next_at = $2 WHERE entry_id = $1', [entryId, nextAt]);
  }

  async beginRun(tx: Transaction, entryId: string, startedAt: string): Promise<PullRun> {
    const id = randomUUID();
    await tx.query("INSERT INTO pull_run (id, entry_id, started_at, result) VALUES ($1, $2, $3, 'RUNNING')", [id, entryId, startedAt]);
    return { id, startedAt, endedAt: null, result: 'RUNNING', version: null, reportId: null, failure: null };
  }

  async endRun(tx: Transaction, id: string, { result, version, reportId, failure }: RunEnd, endedAt: string): Promise<void> {
    await tx.query('UPDATE pull_run SET ended_at = $2, result = $3, version = $4, report_id = $5, failure = $6 WHERE id = $1', [id, endedAt, result, version, reportId, failure]);
  }

  /** Only one run of a data set at a time, in whichever process; the lock goes with the transaction. False when another has it. */
  async lock(tx: Transaction, entryId: string): Promise<boolean> {
    const [row] = await tx.query<{ mine: boolean }>("SELECT pg_try_advisory_xact_lock(hashtextextended('pull ' || $1, 0)) AS mine", [entryId]);
    return row?.mine === true;
  }

  /** Runs whose process ended before they did. For who holds the lock. */
  async endBroken(tx: Transaction, entryId: string, but: string, endedAt: string): Promise<void> {
    await tx.query("UPDATE pull_run SET result = 'FAILED', failure = 'interrupted', ended_at = $3 WHERE entry_id = $1 AND id <> $2 AND result = 'RUNNING'", [entryId, but, endedAt]);
  }
}
