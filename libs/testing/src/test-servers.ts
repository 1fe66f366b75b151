import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase, startNatsServer, startPostgres, wipePostgres, type RunningNatsServer, type RunningPostgres } from '@gongshu/local-servers';
import { natsConfiguration, SERVICE_NAMES, type BusUser } from '@gongshu/contracts';
import { migrateService, type ServiceDefinition } from '@gongshu/service-kit';

/** One PostgreSQL for a whole run of tests; see global-setup.ts. */
export async function startTestPostgres(): Promise<RunningPostgres & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'gongshu-test-pg-'));
  // Another account runs PostgreSQL when this one is root, and must be able to get here.
  await chmod(folder, 0o755);
  const server = await startPostgres({ dataDir: folder, port: 0, durable: false });
  return Object.assign(server, { remove: () => wipePostgres(folder) });
}

const PASSWORDS = Object.fromEntries([...SERVICE_NAMES, 'gateway'].map((name) => [name, `test-${name}`])) as Record<Exclude<BusUser, 'access-gateway'>, string>;

export interface TestBus extends RunningNatsServer {
  passwordOf(user: Exclude<BusUser, 'access-gateway'>): string;
  /** A user outside the contracts that may do everything: only tests have it. */
  readonly all: { readonly user: string; readonly password: string };
  remove(): Promise<void>;
}

/** A nats-server of its own for a test file, with the permissions of production and one user more that sees all. */
export async function startTestBus(node: string, children: readonly string[] = [], tenants: readonly string[] = []): Promise<TestBus> {
  const folder = await mkdtemp(join(tmpdir(), 'gongshu-test-nats-'));
  const accounts = natsConfiguration({
    node,
    passwords: PASSWORDS,
    federationPassword: 'test-fed',
    children: children.map((code) => ({ code, password: `test-fed-${code}` })),
    accessGateways: tenants.map((code) => ({ code, password: `test-access-${code}` })),
  });
  const config = accounts.replace('users: [', 'users: [\n      { user: "all", password: "all" },');
  const server = await startNatsServer({ config, port: 0, dir: folder });
  return Object.assign(server, {
    passwordOf: (user: Exclude<BusUser, 'access-gateway'>) => PASSWORDS[user],
    all: { user: 'all', password: 'all' },
    remove: () => rm(folder, { recursive: true, force: true }),
  });
}

const MIGRATION_LOCK = 0x74657374;

/** A database of its own with the service's schema: migrated once a run into a template, then cloned, which takes a few hundredths of a second. */
export async function cloneDatabase(adminUrl: string, definition: ServiceDefinition): Promise<string> {
  const template = `template_${definition.name.replaceAll('-', '_')}`;
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (found.rowCount === 0) {
      const half = `${template}_half`;
      await client.query(`DROP DATABASE IF EXISTS ${half} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${half}`);
      await migrateService(definition, testSettings({ DATABASE_URL: databaseUrl(adminUrl, half) }));
      await client.query(`ALTER DATABASE ${half} RENAME TO ${template}`);
    }
    const name = `test_${randomBytes(6).toString('hex')}`;
    await createDatabase(adminUrl, name, template);
    return databaseUrl(adminUrl, name);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await client.end();
  }
}

export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

/** Settings a migration or a service needs in a test, where the test gives no others. */
export function testSettings(own: Record<string, string>): Record<string, string> {
  return {
    NODE_CODE: '130000',
    NODE_NAME: '河北省',
    NODE_LEVEL: 'PROVINCE',
    NODE_PACK: 'hebei',
    NATS_URL: 'nats://127.0.0.1:4222',
    LOG_LEVEL: 'error',
    DATABASE_POOL: '4',
    DATA_PLANE_SECRET: 'test-data-plane-secret',
    FILE_STORE_PATH: join(tmpdir(), 'gongshu-test-files'),
    ...own,
  };
}
