import { jetstream, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import type { DataSource, EntityManager } from 'typeorm';
import { streamName, type EventEnvelope, type ServiceName } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';
import { instantOf } from '../context/clock.js';
import type { Metrics } from '../telemetry/metrics.js';
import { encode } from './wire.js';
import { ensureStream, streamManager } from './streams.js';

const RELAY_LOCK = 0x72656c79;
const BATCH = 200;
const IDLE_POLL_MILLISECONDS = 1_000;
const STREAM_CHECK_MILLISECONDS = 2_000;

interface OutboxRow {
  readonly position: string;
  readonly id: string;
  readonly bus_subject: string;
  readonly envelope: EventEnvelope;
}

export interface RelayParts {
  readonly service: ServiceName;
  readonly source: DataSource;
  readonly connection: NatsConnection;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly retentionDays: number;
}

/**
 * Brings committed events to the bus. One relay at a time per database works (an advisory lock held for the batch); rows are found by "not yet published", never by a
 * watermark, so that a late commit is not skipped; a row counts as published only after the broker's acknowledgement.
 *
 * The broker may lose everything it acknowledged. The relay notices that a stream is not the one it filled (its creation time differs) and publishes the whole retained outbox
 * again; consumers know by their inbox what they have had.
 */
export class OutboxRelay {
  private readonly client: JetStreamClient;
  private manager: JetStreamManager | null = null;
  private wake: (() => void) | null = null;
  private pending = true;
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();
  private checkedAt = Number.NEGATIVE_INFINITY;
  private readonly foreign = new Set<ServiceName>();

  constructor(private readonly parts: RelayParts) {
    this.client = jetstream(parts.connection, { timeout: 5_000 });
  }

  start(): void {
    this.loop = this.run();
  }

  /** Says that there may be something to publish. Cheap: many kicks make one round. */
  kick(): void {
    this.pending = true;
    this.wake?.();
  }

  /** The bus came back, perhaps without its memory. */
  recheckStreams(): void {
    this.checkedAt = Number.NEGATIVE_INFINITY;
    this.kick();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.loop;
  }

  private async run(): Promise<void> {
    let pause = IDLE_POLL_MILLISECONDS;
    while (!this.stopped) {
      this.pending = false;
      try {
        await this.checkStreams();
        const published = await this.round();
        if (published === BATCH) continue;
        pause = IDLE_POLL_MILLISECONDS;
      } catch (error) {
        if (this.stopped) return;
        this.parts.logger.warn({ err: error }, 'events wait in the outbox');
        this.checkedAt = Number.NEGATIVE_INFINITY;
        pause = Math.min(pause * 2, 10_000);
      }
      if (!this.pending) await this.rest(pause);
    }
  }

  private async rest(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }

  /** Creates missing streams, and forgets what was published into a stream that is not there any more. Real time, because the broker lives in it. */
  private async checkStreams(): Promise<void> {
    const now = performance.now();
    if (now - this.checkedAt < STREAM_CHECK_MILLISECONDS) return;
    this.manager ??= await streamManager(this.parts.connection);
    for (const service of [this.parts.service, ...this.foreign]) {
      const created = await ensureStream(this.manager, service);
      const stream = streamName(service);
      await this.parts.source.transaction(async (manager) => {
        const [known] = (await manager.query('SELECT created FROM bus_memory WHERE stream = $1 FOR UPDATE', [stream])) as { created: string }[];
        if (known?.created === created) return;
        if (known !== undefined) {
          this.parts.logger.warn({ stream }, 'the stream is not the one it was: publishing the retained outbox again');
          await manager.query('UPDATE outbox SET published_at = NULL WHERE published_at IS NOT NULL AND bus_subject LIKE $1', [`ev.%.${service}.%`]);
        }
        await manager.query('INSERT INTO bus_memory (stream, created) VALUES ($1, $2) ON CONFLICT (stream) DO UPDATE SET created = excluded.created', [stream, created]);
        await manager.query(`DELETE FROM outbox WHERE published_at < $1::timestamptz - make_interval(days => $2)`, [instantOf(this.parts.clock), this.parts.retentionDays]);
      });
    }
    this.checkedAt = now;
  }

  private async round(): Promise<number> {
    return this.parts.source.transaction(async (manager) => {
      const [lock] = (await manager.query('SELECT pg_try_advisory_xact_lock($1) AS mine', [RELAY_LOCK])) as { mine: boolean }[];
      if (lock?.mine !== true) return 0;
      const rows = (await manager.query(
        'SELECT position, id, bus_subject, envelope FROM outbox WHERE published_at IS NULL ORDER BY position LIMIT $1',
        [BATCH],
      )) as OutboxRow[];
      this.parts.metrics.outboxWaiting.set({ service: this.parts.service }, rows.length);
      if (rows.length === 0) return 0;
      await this.prepareForeignStreams(rows);
      const outcomes = await Promise.allSettled(rows.map((row) => this.publish(row)));
      const firstFailure = outcomes.findIndex(({ status }) => status === 'rejected');
      const published = firstFailure === -1 ? rows : rows.slice(0, firstFailure);
      await this.mark(manager, published);
      const failure = outcomes[firstFailure];
      if (failure?.status === 'rejected') {
        if (published.length === 0) throw failure.reason;
        this.parts.logger.warn({ err: failure.reason as unknown }, 'part of a batch waits in the outbox');
        this.checkedAt = Number.NEGATIVE_INFINITY;
        this.pending = true;
      }
      return rows.length;
    });
  }

  /** `federation` passes on facts of other services; their streams must stand before. */
  private async prepareForeignStreams(rows: readonly OutboxRow[]): Promise<void> {
    const services = new Set(rows.map(({ bus_subject: subject }) => subject.split('.')[2] as ServiceName));
    const unknown = [...services].filter((service) => service !== this.parts.service && !this.foreign.has(service));
    if (unknown.length === 0) return;
    for (const service of unknown) this.foreign.add(service);
    this.checkedAt = Number.NEGATIVE_INFINITY;
    await this.checkStreams();
  }

  private async publish(row: OutboxRow): Promise<void> {
    const carried = headers();
    carried.set('traceparent', row.envelope.traceparent);
    carried.set('content-type', 'application/cloudevents+json');
    await this.client.publish(row.bus_subject, encode(row.envelope), { msgID: row.id, headers: carried });
  }

  private async mark(manager: EntityManager, rows: readonly OutboxRow[]): Promise<void> {
    if (rows.length === 0) return;
    await manager.query('UPDATE outbox SET published_at = $2 WHERE position = ANY($1::bigint[])', [rows.map(({ position }) => position), instantOf(this.parts.clock)]);
  }
}
