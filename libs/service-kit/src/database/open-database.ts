import { Socket } from 'node:net';
import type { Pool } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { CreateKitTables20260101000000 } from './migrations/20260101T0000-create-kit-tables.js';

export interface DatabaseOptions {
  readonly service: string;
  readonly url: string;
  readonly pool: number;
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly streamsRows?: boolean;
}

/** Statements that are sent in one go leave in one packet: at a few microseconds of work each, a system call for every one costs more than they do. */
class GatheringSocket extends Socket {
  private gathering = false;

  override write(...parts: unknown[]): boolean {
    if (!this.gathering) {
      this.gathering = true;
      this.cork();
      process.nextTick(() => {
        this.gathering = false;
        this.uncork();
      });
    }
    return super.write(...(parts as Parameters<Socket['write']>));
  }
}

/** Opens a service's database. Column types and schema come from migrations only; nothing is ever synchronised. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    migrations: [CreateKitTables20260101000000, ...options.migrations],
    migrationsTableName: 'migration',
    synchronize: false,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    applicationName: `gongshu-${options.service}`,
    poolSize: options.pool,
    extra: { connectionTimeoutMillis: 10_000, idleTimeoutMillis: 30_000, stream: () => new GatheringSocket(), pipeline: options.streamsRows !== true },
  });
  await source.initialize();
  outliveCutConnections(source);
  return source;
}

/** Whether a statement may leave before the one ahead of it has been answered. */
export function isPipelined(source: DataSource): boolean {
  return (source.options as { readonly extra?: { readonly pipeline?: boolean } }).extra?.pipeline === true;
}

/**
 * A connection that the server cuts at the very moment it is made reports that before anybody listens, and an error event nobody listens to ends the process. Whoever uses the
 * connection learns of it from the query.
 */
function outliveCutConnections(source: DataSource): void {
  const pool = (source.driver as unknown as { readonly master: Pool }).master;
  pool.on('connect', (client) => void client.on('error', () => undefined));
}

const MIGRATION_LOCK = 0x676f6e67;

/** Brings the schema up to date. Replicas that start together wait for the one that migrates. */
export async function migrate(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await source.runMigrations({ transaction: 'all' });
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}
