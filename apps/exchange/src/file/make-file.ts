import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Client } from 'pg';
import type { Logger } from 'pino';
import { exchangeProblems, Problem } from '@gongshu/contracts';
import { LOGGER, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { FILE_STORE, type FileStore } from '../file-store/file-store.js';
import { batchFor, openCursor } from '../streams/cursor-batches.js';
import { openedRows } from '../streams/outgoing-rows.js';
import { StreamDatabase } from '../streams/stream-database.js';
import { FILE_FORMS, type FileFormat } from './file-form.js';
import { FileRecords, type MadeFile } from './file-records.store.js';
import { columnsOf, selectRows, type RowSelection } from '../data-set/row-selection.js';

/** Shorter than a gateway waits for the first byte. */
const WAIT_MILLISECONDS = 20_000;
const RETRY_SECONDS = 10;

/** Names what a file holds besides its version: columns in their order, conditions, form. */
function nameOf({ columns, conditions }: RowSelection, format: FileFormat): string {
  return createHash('sha256').update(JSON.stringify([columns, conditions.map(({ column, operator, values }) => [column, operator, values]), format])).digest('hex');
}

/**
 * Files made from tables, each made once and then served to whoever may have it, in parts and again. A large one is made on when its caller has left or been told to come back;
 * what a stop breaks off leaves nothing and is made anew when it is next asked for.
 */
@Injectable()
export class MakeFile implements BeforeApplicationShutdown {
  private readonly underWay = new Map<string, Promise<MadeFile>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly streams: StreamDatabase,
    private readonly files: FileRecords,
    @Inject(FILE_STORE) private readonly store: FileStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Problem `exchange/file-being-made` with the seconds after which to ask again */
  async run(ctx: RequestContext, selection: RowSelection, format: FileFormat): Promise<MadeFile> {
    const name = nameOf(selection, format);
    const found = await this.unitOfWork.read(ctx, (tx) => this.files.useMadeFile(tx, selection.version.id, name));
    if (found !== null && (await this.store.exists(found.key))) return found;
    const waited = new AbortController();
    try {
      const made = await Promise.race([this.made(ctx, selection, format, name), delay(WAIT_MILLISECONDS, null, { signal: waited.signal, ref: false })]);
      if (made === null) throw new Problem(exchangeProblems.fileBeingMade, { retryAfterSeconds: RETRY_SECONDS });
      return made;
    } finally {
      waited.abort();
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('the service is stopping'));
    await Promise.allSettled(this.underWay.values());
  }

  /** Those who ask for the same file meanwhile wait for the same maker, and hold no connection for it. */
  private made(ctx: RequestContext, selection: RowSelection, format: FileFormat, name: string): Promise<MadeFile> {
    const key = `${selection.version.id} ${name}`;
    const earlier = this.underWay.get(key);
    if (earlier !== undefined) return earlier;
    const making = this.make({ ...ctx, idempotencyKey: null }, selection, format, name).finally(() => this.underWay.delete(key));
    // Nobody may be waiting any more when it fails.
    making.catch((error: unknown) => this.logger.warn({ err: error, entry: selection.version.id }, 'a file could not be made'));
    this.underWay.set(key, making);
    return making;
  }

  private make(ctx: RequestContext, selection: RowSelection, format: FileFormat, name: string): Promise<MadeFile> {
    return this.streams.unitOfWork.run(ctx, async (tx) => {
      await this.files.lockSelection(tx, selection.version.id, name);
      const earlier = await this.files.useMadeFile(tx, selection.version.id, name);
      if (earlier !== null && (await this.store.exists(earlier.key))) return earlier;
      const counted = { rows: 0 };
      const bytes = await this.store.put('made', this.bytesOf(tx, selection, format, counted));
      const made = { ...bytes, rows: counted.rows };
      try {
        await this.files.keepMadeFile(tx, selection.version.id, name, made);
      } catch (error) {
        await this.store.delete(made.key);
        throw error;
      }
      return made;
    });
  }

  private async *bytesOf(tx: Transaction, selection: RowSelection, format: FileFormat, counted: { rows: number }): AsyncGenerator<Uint8Array> {
    const client = (await tx.manager.queryRunner?.connect()) as Client | undefined;
    if (client === undefined) throw new Error('rows are read within a transaction');
    const columns = columnsOf(selection);
    const query = selectRows(selection, null);
    await openCursor(client, query);
    const rows = openedRows(client, query, columns.length, batchFor(columns.length));
    for await (const part of FILE_FORMS[format].write(columns, rows)) {
      this.stopping.signal.throwIfAborted();
      yield typeof part === 'string' ? Buffer.from(part) : part;
    }
    counted.rows = rows.rows;
  }
}
