import { Injectable } from '@nestjs/common';
import { LANES, type NumberedEvent } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { digestOf } from './numbering.js';

const APPLY_LOCK = 0x66656461;

/** A lane on which this node receives. */
export interface ReceivedLane {
  readonly node: string;
  readonly lane: string;
  /** Last number stored: the cursor. */
  readonly last: number;
  readonly frozen: string | null;
}

interface LaneRow {
  readonly node: string;
  readonly lane: string;
  readonly last_seq: string;
  readonly frozen: string | null;
}

const laneOf = ({ node, lane, last_seq: last, frozen }: LaneRow): ReceivedLane => ({ node, lane, last: Number(last), frozen });

@Injectable()
export class IncomingStore {
  async open(tx: Transaction, node: string): Promise<void> {
    await tx.query('INSERT INTO lane_received (node, lane) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING', [node, LANES]);
  }

  async all(tx: Transaction): Promise<ReceivedLane[]> {
    return (await tx.query<LaneRow>('SELECT * FROM lane_received ORDER BY node, lane')).map(laneOf);
  }

  async find(tx: Transaction, node: string, lane: string): Promise<ReceivedLane | undefined> {
    return (await tx.query<LaneRow>('SELECT * FROM lane_received WHERE node = $1 AND lane = $2', [node, lane])).map(laneOf)[0];
  }

  async loadForUpdate(tx: Transaction, node: string, lane: string): Promise<ReceivedLane | undefined> {
    return (await tx.query<LaneRow>('SELECT * FROM lane_received WHERE node = $1 AND lane = $2 FOR UPDATE', [node, lane])).map(laneOf)[0];
  }

  async setFrozen(tx: Transaction, node: string, lane: string, reason: string): Promise<void> {
    await tx.query('UPDATE lane_received SET frozen = $3 WHERE node = $1 AND lane = $2', [node, lane, reason]);
  }

  /** Digests of stored events, by number. */
  async digests(tx: Transaction, src: string, lane: string, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const rows = await tx.query<{ seq: string; digest: string }>('SELECT seq, digest FROM fed_inbox WHERE src = $1 AND lane = $2 AND seq = ANY($3::bigint[])', [src, lane, numbers]);
    return new Map(rows.map(({ seq, digest }) => [Number(seq), digest]));
  }

  /** Stores events as they came and moves the cursor behind the last of them. */
  async append(tx: Transaction, src: string, lane: string, events: readonly NumberedEvent[]): Promise<void> {
    const last = events.at(-1)?.[0];
    if (last === undefined) return;
    await tx.query(
      `INSERT INTO fed_inbox (src, lane, seq, envelope, digest, received_at)
       SELECT $1, $2, seq, envelope::json, digest, $6 FROM unnest($3::bigint[], $4::text[], $5::text[]) AS e(seq, envelope, digest)`,
      [src, lane, events.map(([seq]) => seq), events.map(([, envelope]) => JSON.stringify(envelope)), events.map(([, envelope]) => digestOf(envelope)), tx.ctx.now],
    );
    await tx.query('UPDATE lane_received SET last_seq = $3 WHERE node = $1 AND lane = $2', [src, lane, last]);
  }

  /** Applying is one at a time, so that replicas do not change the order. */
  async takeTurn(tx: Transaction): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [APPLY_LOCK]);
  }

  async waiting(tx: Transaction): Promise<{ src: string; lane: string }[]> {
    return tx.query('SELECT DISTINCT src, lane FROM fed_inbox WHERE applied_at IS NULL ORDER BY src, lane');
  }

  async unapplied(tx: Transaction, src: string, lane: string, limit: number): Promise<NumberedEvent[]> {
    const rows = await tx.query<{ seq: string; envelope: unknown }>('SELECT seq, envelope FROM fed_inbox WHERE src = $1 AND lane = $2 AND applied_at IS NULL ORDER BY seq LIMIT $3', [src, lane, limit]);
    return rows.map(({ seq, envelope }) => [Number(seq), envelope]);
  }

  async markApplied(tx: Transaction, src: string, lane: string, numbers: readonly number[]): Promise<void> {
    await tx.query('UPDATE fed_inbox SET applied_at = $4 WHERE src = $1 AND lane = $2 AND seq = ANY($3::bigint[])', [src, lane, numbers, tx.ctx.now]);
  }

  /** Events that have been on this node's bus already, through another neighbour or before a reset of the lane. */
  async passedOn(tx: Transaction, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ id: string }>('SELECT id FROM outbox WHERE id = ANY($1::uuid[])', [ids]);
    return new Set(rows.map(({ id }) => id));
  }

  async putAside(tx: Transaction, place: string, envelope: unknown, reason: string): Promise<void> {
    await tx.query("INSERT INTO dead_letter (reaction, bus_subject, body, reason, put_aside_at) VALUES ('apply', $1, $2, $3, $4)", [place, JSON.stringify(envelope), reason, tx.ctx.now]);
  }
}
