import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import { SERVICE_NAMES, streamName, type ServiceName } from '@gongshu/contracts';
import { BusLink } from './bus-link.js';
import { ensureStream, streamManager, type StreamState } from './streams.js';

const CHECK_MILLISECONDS = 2_000;

/**
 * What this service knows of the streams it has filled, kept in its database. The broker acknowledges before it writes to disk, so it may come back without what it
 * acknowledged: a stream made anew (its creation time differs) gets the whole retained outbox again, one that ends earlier than remembered gets what came after its end.
 *
 * For the relay alone, within its lock.
 */
export class StreamMemory {
  private manager: JetStreamManager | null = null;
  private checkedAt = Number.NEGATIVE_INFINITY;
  private readonly known = new Set<ServiceName>();

  constructor(
    private readonly connection: NatsConnection,
    private readonly owner: ServiceName,
    private readonly logger: Logger,
  ) {}

  /** The next check happens at once. */
  doubt(): void {
    this.checkedAt = Number.NEGATIVE_INFINITY;
  }

  /** Creates missing streams, and forgets what was published into a stream that has it no more. Real time, because the broker lives in it. */
  async check(manager: EntityManager): Promise<void> {
    const now = performance.now();
    if (now - this.checkedAt < CHECK_MILLISECONDS) return;
    const remembered = (await manager.query('SELECT stream FROM bus_memory')) as { stream: string }[];
    const filled = new Set(remembered.map(({ stream }) => stream));
    this.known.clear();
    for (const service of SERVICE_NAMES) if (service === this.owner || filled.has(streamName(service))) await this.know(manager, service);
    this.checkedAt = now;
  }

  /** Makes sure of one stream, unless it was checked just now. */
  async know(manager: EntityManager, service: ServiceName): Promise<void> {
    if (this.known.has(service)) return;
    const { created, lastSequence } = await BusLink.of(this.connection).untilLost(() => this.state(service));
    const stream = streamName(service);
    const [memory] = (await manager.query('SELECT created, last_sequence FROM bus_memory WHERE stream = $1', [stream])) as { created: string; last_sequence: string }[];
    if (memory === undefined || memory.created !== created) {
      if (memory !== undefined) await this.publishAgain(manager, service, 0);
      await manager.query('INSERT INTO bus_memory (stream, created, last_sequence) VALUES ($1, $2, 0) ON CONFLICT (stream) DO UPDATE SET created = excluded.created, last_sequence = 0', [
        stream,
        created,
      ]);
    } else if (lastSequence < Number(memory.last_sequence)) {
      await this.publishAgain(manager, service, lastSequence);
      await manager.query('UPDATE bus_memory SET last_sequence = $2 WHERE stream = $1', [stream, lastSequence]);
    }
    this.known.add(service);
  }

  private async state(service: ServiceName): Promise<StreamState> {
    this.manager ??= await streamManager(this.connection);
    return ensureStream(this.manager, service);
  }

  /** The broker acknowledged up to this sequence. */
  async reached(manager: EntityManager, service: ServiceName, sequence: number): Promise<void> {
    await manager.query('UPDATE bus_memory SET last_sequence = greatest(last_sequence, $2) WHERE stream = $1', [streamName(service), sequence]);
  }

  private async publishAgain(manager: EntityManager, service: ServiceName, after: number): Promise<void> {
    this.logger.warn({ stream: streamName(service), after }, 'the stream has lost what it had acknowledged: publishing it again');
    await manager.query(
      `UPDATE outbox SET published_at = NULL, stream_sequence = NULL
        WHERE published_at IS NOT NULL AND split_part(bus_subject, '.', 3) = $1 AND (stream_sequence IS NULL OR stream_sequence > $2)`,
      [service, after],
    );
  }
}
