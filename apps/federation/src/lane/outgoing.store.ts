import { Injectable } from '@nestjs/common';
import { LANES, type EventEnvelope, type NumberedEvent } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

const NUMBERING_LOCK = 0x66656473;

/** A lane on which this node sends: up to its parent, or down to a child. */
export interface SentLane {
  readonly node: string;
  readonly lane: string;
  /** Last number given. */
  readonly last: number;
  readonly acknowledged: number;
  /** Why nothing is sent, or null. */
  readonly frozen: string | null;
}

interface LaneRow {
  readonly node: string;
  readonly lane: string;
  readonly last_seq: string;
  readonly acknowledged: string;
  readonly frozen: string | null;
}

interface EventRow {
  readonly seq: string;
  readonly envelope: unknown;
}

const laneOf = ({ node, lane, last_seq: last, acknowledged, frozen }: LaneRow): SentLane => ({ node, lane, last: Number(last), acknowledged: Number(acknowledged), frozen });
const numbered = (rows: readonly EventRow[]): NumberedEvent[] => rows.map(({ seq, envelope }) => [Number(seq), envelope]);

@Injectable()
export class OutgoingStore {
  async open(tx: Transaction, node: string): Promise<void> {
    await tx.query('INSERT INTO lane_sent (node, lane) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING', [node, LANES]);
  }

  async all(tx: Transaction): Promise<SentLane[]> {
    return (await tx.query<LaneRow>('SELECT * FROM lane_sent ORDER BY node, lane')).map(laneOf);
  }

  async find(tx: Transaction, node: string, lane: string): Promise<SentLane | undefined> {
    return (await tx.query<LaneRow>('SELECT * FROM lane_sent WHERE node = $1 AND lane = $2', [node, lane])).map(laneOf)[0];
  }

  async loadForUpdate(tx: Transaction, node: string, lane: string): Promise<SentLane | undefined> {
    return (await tx.query<LaneRow>('SELECT * FROM lane_sent WHERE node = $1 AND lane = $2 FOR UPDATE', [node, lane])).map(laneOf)[0];
  }

  async acknowledge(tx: Transaction, node: string, lane: string, seq: number): Promise<void> {
    await tx.query('UPDATE lane_sent SET acknowledged = $3 WHERE node = $1 AND lane = $2', [node, lane, seq]);
  }

  async setFrozen(tx: Transaction, node: string, lane: string, reason: string | null): Promise<void> {
    await tx.query('UPDATE lane_sent SET frozen = $3 WHERE node = $1 AND lane = $2', [node, lane, reason]);
  }

  /** Held until the end of a transaction that writes rows: the numbering waits for it, so that it sees them committed. Take it before any row is locked. */
  async announceRows(tx: Transaction): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock_shared($1)', [NUMBERING_LOCK]);
  }

  async putUp(tx: Transaction, lane: string, envelope: EventEnvelope): Promise<void> {
    await tx.query('INSERT INTO fed_outbox (lane, envelope, created_at) VALUES ($1, $2, $3)', [lane, JSON.stringify(envelope), tx.ctx.now]);
  }

  /** The number comes from the counter's row, whose lock puts the writers of a lane in line: gap-free in the order of commits. */
  async putDown(tx: Transaction, child: string, lane: string, envelope: EventEnvelope): Promise<void> {
    await tx.query(
      `WITH counter AS (UPDATE lane_sent SET last_seq = last_seq + 1 WHERE node = $1 AND lane = $2 RETURNING last_seq)
       INSERT INTO fed_down (child, lane, seq, envelope, created_at) SELECT $1, $2, last_seq, $3, $4 FROM counter`,
      [child, lane, JSON.stringify(envelope), tx.ctx.now],
    );
  }

  /** Numbers the committed rows for the parent, gap-free in each lane. By "not yet numbered", never by a watermark: a late commit is not skipped. */
  async number(tx: Transaction, parent: string | null): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [NUMBERING_LOCK]);
    if (parent === null) return;
    await tx.query(
      `WITH fresh AS (SELECT id, lane, row_number() OVER (PARTITION BY lane ORDER BY id) AS n FROM fed_outbox WHERE fed_seq IS NULL),
            grown AS (SELECT lane, count(*) AS more FROM fresh GROUP BY lane),
            counter AS (UPDATE lane_sent SET last_seq = last_seq + grown.more FROM grown
                         WHERE lane_sent.node = $1 AND lane_sent.lane = grown.lane RETURNING lane_sent.lane, last_seq - grown.more AS before)
       UPDATE fed_outbox SET fed_seq = counter.before + fresh.n FROM fresh JOIN counter USING (lane) WHERE fed_outbox.id = fresh.id`,
      [parent],
    );
  }

  async up(tx: Transaction, lane: string, after: number, limit: number): Promise<NumberedEvent[]> {
    return numbered(await tx.query<EventRow>('SELECT fed_seq AS seq, envelope FROM fed_outbox WHERE lane = $1 AND fed_seq > $2 ORDER BY fed_seq LIMIT $3', [lane, after, limit]));
  }

  async down(tx: Transaction, child: string, lane: string, after: number, limit: number): Promise<NumberedEvent[]> {
    return numbered(await tx.query<EventRow>('SELECT seq, envelope FROM fed_down WHERE child = $1 AND lane = $2 AND seq > $3 ORDER BY seq LIMIT $4', [child, lane, after, limit]));
  }
}
