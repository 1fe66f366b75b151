import type { OnApplicationShutdown } from '@nestjs/common';
import type { Client } from 'pg';
import { DataSource } from 'typeorm';
import { Problem, problems } from '@gongshu/contracts';
import { UnitOfWork, type BusStrategy } from '@gongshu/service-kit';
import type { ExchangeSettings } from '../exchange.config.js';
import { cursorBatches, IN_ORDER, openCursor, type SqlQuery } from './cursor-batches.js';
import { copySql, fetchedRows, openedRows, type OutgoingRows } from './outgoing-rows.js';

const WAIT_MILLISECONDS = 10_000;

/**
 * The database by connections of its own: a stream holds one as long as its caller sends or reads, and that must not keep anybody from the service's other work.
 * What its unit of work announces leaves by the service's outbox like everything else.
 */
export class StreamDatabase implements OnApplicationShutdown {
  readonly unitOfWork: UnitOfWork;

  private constructor(
    private readonly source: DataSource,
    private readonly other: DataSource,
    bus: BusStrategy,
  ) {
    this.unitOfWork = new UnitOfWork(source);
    this.unitOfWork.onAnnounced(() => bus.relay.kick());
  }

  static async open(settings: ExchangeSettings, unitOfWork: UnitOfWork, bus: BusStrategy): Promise<StreamDatabase> {
    const source = new DataSource({
      type: 'postgres',
      url: settings.databaseUrl,
      applicationName: 'gongshu-exchange-streams',
      installExtensions: false,
      poolSize: settings.dataPlanePool,
      extra: { connectionTimeoutMillis: WAIT_MILLISECONDS, idleTimeoutMillis: 30_000, options: Object.entries(IN_ORDER).map(([name, value]) => `-c ${name}=${value}`).join(' ') },
    });
    return new StreamDatabase(await source.initialize(), unitOfWork.source, bus);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.source.destroy();
  }

  /**
   * Runs a query and lets `read` take its rows at its own pace, one connection held meanwhile. A query that cannot begin fails before `read` is called.
   *
   * @param batch most rows in memory at once
   * @param columns how many the query has, when whole rows may leave as they stand; 0 otherwise
   * @param leaving fires when the reader has gone: query and connection go with it, in whatever state they are
   */
  async rows(query: SqlQuery, batch: number, leaving: AbortSignal, read: (rows: OutgoingRows) => Promise<void>, columns = 0): Promise<void> {
    await this.lend(leaving, async (client) => {
      if (query.most !== null && query.most <= batch) {
        const { rows } = await client.query<string[]>({ text: query.sql, values: [...query.parameters], rowMode: 'array' });
        await read(fetchedRows([rows]));
        return;
      }
      await client.query('BEGIN READ ONLY');
      if (copySql(query, columns) === null) await read(fetchedRows(await cursorBatches(client, query, batch)));
      else {
        await openCursor(client, query);
        await read(openedRows(client, query, columns, batch));
      }
      await client.query('COMMIT');
    });
  }

  private async lend(leaving: AbortSignal, work: (client: Client) => Promise<void>): Promise<void> {
    const runner = this.source.createQueryRunner();
    const client = (await runner.connect()) as Client & { readonly processID: number };
    // The pool takes an ended connection out. Ending alone would let a long query run on in the server until it has something to send.
    const discard = (): void => {
      this.other.query('SELECT pg_cancel_backend($1)', [client.processID]).catch(() => undefined);
      client.end().catch(() => undefined);
    };
    leaving.addEventListener('abort', discard, { once: true });
    try {
      if (!leaving.aborted) await work(client);
    } catch (error) {
      if (!leaving.aborted) discard();
      throw error;
    } finally {
      leaving.removeEventListener('abort', discard);
      await runner.release();
    }
  }
}

/** What the pool says when every connection stayed taken, or a new one did not come about: errors without a code. */
const NO_CONNECTION = /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout)/;

/** The refusal for a read or an upload that found no connection; null for any other error. */
export function busyProblem(error: unknown): Problem | null {
  if (!(error instanceof Error) || !NO_CONNECTION.test(error.message)) return null;
  return new Problem(problems.serviceUnreachable, { retryAfterSeconds: 5, detail: { zh: '数据通道已满,请稍后再试', en: 'The data plane is fully in use; try again later' } });
}
