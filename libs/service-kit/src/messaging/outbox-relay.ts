import { setTimeout as delay } from 'node:timers/promises';
import { jetstream, type JetStreamClient } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import type { DataSource, EntityManager } from 'typeorm';
import { SERVICE_NAMES, type EventEnvelope, type ServiceName } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';
import { instantOf } from '../context/clock.js';
import { forgetExpired } from '../database/forget-expired.js';
import type { Metrics } from '../telemetry/metrics.js';
import { BusLink } from './bus-link.js';
import { StreamMemory } from './stream-memory.js';
import { encode } from './wire.js';

const RELAY_LOCK = 0x72656c79;
const BATCH = 200;
const PUBLISH_MILLISECONDS = 3_000;
const IDLE_POLL_MILLISECONDS = 1_000;
/** Under load, what is announced within this time leaves in one round: a round costs as much as the act that announced. The first event after a silence waits for nothing. */
const BETWEEN_ROUNDS_MILLISECONDS = 50;
const BUSY_ELSEWHERE_MILLISECONDS = 100;
const FIRST_PAUSE_MILLISECONDS = 250;
const LONGEST_PAUSE_MILLISECONDS = 10_000;
const TIDY_MILLISECONDS = 60 * 60 * 1_000;

interface OutboxRow {
  readonly position: string;
  readonly id: string;
  readonly bus_subject: string;
  readonly envelope: EventEnvelope;
}

interface Published {
  readonly row: OutboxRow;
  readonly sequence: number;
}

interface Round {
  /** Rows there were to publish; null when another replica is at it. */
  readonly found: number | null;
  readonly failure: Error | null;
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
 * Brings committed events to the bus. One relay at a time per database works (an advisory lock held for the round); rows are found by "not yet published", never by a
 * watermark, so that a late commit is not skipped; a row counts as published only after the broker's acknowledgement. Events about one thing leave one after the other, so that
 * a failure between them cannot turn their order round.
 *
 * The broker may lose what it acknowledged: see StreamMemory. Consumers know by their inbox what they have had.
 */
export class OutboxRelay {
  private readonly client: JetStreamClient;
  private readonly link: BusLink;
  private readonly memory: StreamMemory;
  private wake: (() => void) | null = null;
  private pending = true;
  private failures = 0;
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();
  private tidiedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: RelayParts) {
    this.client = jetstream(parts.connection, { timeout: PUBLISH_MILLISECONDS });
    this.link = BusLink.of(parts.connection);
    this.memory = new StreamMemory(parts.connection, parts.service, parts.logger);
  }

  start(): void {
    this.link.onBack(() => this.recheckStreams());
    this.loop = this.run();
  }

  /** Says that there may be something to publish. Cheap: many kicks make one round, and none cuts short the pause after a failure. */
  kick(): void {
    this.pending = true;
    if (this.mayWork()) this.wake?.();
  }

  /** The bus came back, perhaps without its memory. */
  recheckStreams(): void {
    this.memory.doubt();
    this.failures = 0;
    this.kick();
  }

  /** Sends what is committed by now, if the bus can be reached; the rest waits for the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.loop;
    if (this.link.up) await this.attempt();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.pending = false;
      const pause = this.link.up ? await this.attempt() : IDLE_POLL_MILLISECONDS;
      if (pause > 0) {
        await this.measure();
        if (!this.stopped) await delay(BETWEEN_ROUNDS_MILLISECONDS);
      }
      if (this.stopped || (this.pending && this.mayWork())) continue;
      if (pause > 0) await this.rest(pause);
    }
  }

  private mayWork(): boolean {
    return this.link.up && this.failures === 0;
  }

  /** One round; answers how long to wait before the next, in milliseconds. */
  private async attempt(): Promise<number> {
    try {
      await this.tidy();
      const { found, failure } = await this.round();
      if (failure !== null) throw failure;
      this.failures = 0;
      if (found === null) return BUSY_ELSEWHERE_MILLISECONDS;
      return found === BATCH ? 0 : IDLE_POLL_MILLISECONDS;
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'events wait in the outbox');
      this.memory.doubt();
      this.failures += 1;
      return Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** (this.failures - 1), LONGEST_PAUSE_MILLISECONDS);
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

  /** Everything under one lock and in one transaction: a replay decided by one replica cannot cross a mark another is about to set. */
  private async round(): Promise<Round> {
    return this.parts.source.transaction(async (manager) => {
      const [lock] = (await manager.query('SELECT pg_try_advisory_xact_lock($1) AS mine', [RELAY_LOCK])) as { mine: boolean }[];
      if (lock?.mine !== true) return { found: null, failure: null };
      await this.memory.check(manager);
      const rows = (await manager.query(
        'SELECT position, id, bus_subject, envelope FROM outbox WHERE published_at IS NULL ORDER BY position LIMIT $1',
        [BATCH],
      )) as OutboxRow[];
      if (rows.length === 0) return { found: 0, failure: null };
      // `federation` passes on facts of other services; their streams must stand before.
      for (const service of new Set(rows.map(serviceOf))) await this.memory.know(manager, service);
      const { published, failure } = await this.publishAll(rows);
      await this.mark(manager, published);
      return { found: rows.length, failure };
    });
  }

  private async publishAll(rows: readonly OutboxRow[]): Promise<{ published: Published[]; failure: Error | null }> {
    const things = new Map<string, OutboxRow[]>();
    for (const row of rows) {
      const thing = `${row.envelope.source} ${row.envelope.subject}`;
      const group = things.get(thing);
      if (group === undefined) things.set(thing, [row]);
      else group.push(row);
    }
    const published: Published[] = [];
    const failures = await Promise.all([...things.values()].map((group) => this.publishInOrder(group, published)));
    return { published, failure: failures.find((failure) => failure !== null) ?? null };
  }

  private async publishInOrder(rows: readonly OutboxRow[], published: Published[]): Promise<Error | null> {
    try {
      for (const row of rows) published.push({ row, sequence: await this.publish(row) });
      return null;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private async publish(row: OutboxRow): Promise<number> {
    const carried = headers();
    carried.set('traceparent', row.envelope.traceparent);
    carried.set('content-type', 'application/cloudevents+json');
    const { seq } = await this.link.untilLost(() => this.client.publish(row.bus_subject, encode(row.envelope), { msgID: row.id, headers: carried }));
    return seq;
  }

  private async mark(manager: EntityManager, published: readonly Published[]): Promise<void> {
    if (published.length === 0) return;
    await manager.query(
      `UPDATE outbox SET published_at = $3, stream_sequence = acknowledged.sequence
         FROM unnest($1::bigint[], $2::bigint[]) AS acknowledged(position, sequence) WHERE outbox.position = acknowledged.position`,
      [published.map(({ row }) => row.position), published.map(({ sequence }) => sequence), instantOf(this.parts.clock)],
    );
    const furthest = new Map<ServiceName, number>();
    for (const { row, sequence } of published) furthest.set(serviceOf(row), Math.max(sequence, furthest.get(serviceOf(row)) ?? 0));
    for (const [service, sequence] of furthest) await this.memory.reached(manager, service, sequence);
  }

  private async tidy(): Promise<void> {
    const now = performance.now();
    if (now - this.tidiedAt < TIDY_MILLISECONDS) return;
    await forgetExpired(this.parts.source, instantOf(this.parts.clock), this.parts.retentionDays);
    this.tidiedAt = now;
  }

  /** Also and above all while the bus is away. */
  private async measure(): Promise<void> {
    try {
      const [row] = (await this.parts.source.query('SELECT count(*)::int AS waiting FROM outbox WHERE published_at IS NULL')) as { waiting: number }[];
      this.parts.metrics.outboxWaiting.set({ service: this.parts.service }, row?.waiting ?? 0);
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'the outbox cannot be counted');
    }
  }
}

function serviceOf(row: OutboxRow): ServiceName {
  const name = row.bus_subject.split('.')[2];
  const service = SERVICE_NAMES.find((known) => known === name);
  if (service === undefined) throw new Error(`${row.bus_subject} belongs to no service`);
  return service;
}
