import { lookup } from 'node:dns/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { exchangeProblems, Problem, type PullSource } from '@gongshu/contracts';
import type { AddressRule } from '@gongshu/service-kit';

const CONNECT_MILLISECONDS = 10_000;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** SQL of what is pulled: every column as a text, under the entry's name. Names from outside are quoted; the contract takes nothing but letters, digits, _ and $ besides. */
export function pullSql({ schema = 'public', table = '', columns: renamed = [] }: PullSource, columns: readonly string[]): string {
  const sourceOf = new Map(renamed.map(({ column, from }) => [column, from]));
  const list = columns.map((column) => `${quoted(sourceOf.get(column) ?? column)}::text AS ${quoted(column)}`).join(', ');
  return `COPY (SELECT ${list} FROM ${quoted(schema)}.${quoted(table)}) TO STDOUT (FORMAT csv, HEADER)`;
}

/**
 * A table of a provider's database as a CSV file while it comes. The host's address is checked and then itself connected to, so that a name cannot lead elsewhere the second time.
 *
 * @throws Problem `exchange/unsafe-address`, or whatever the database says
 */
export async function* openDatabaseSource(source: PullSource, columns: readonly string[], password: string | undefined, rule: AddressRule): AsyncGenerator<Buffer> {
  const { hostname, port, pathname, searchParams } = new URL(source.url);
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  const addresses = await lookup(host, { all: true });
  const address = addresses[0]?.address;
  if (address === undefined || !addresses.every((found) => rule(found.address))) throw new Problem(exchangeProblems.unsafeAddress);
  const mode = searchParams.get('sslmode') ?? 'verify-full';
  const client = new pg.Client({
    host: address,
    port: port === '' ? 5432 : Number(port),
    database: decodeURIComponent(pathname.slice(1)),
    user: source.user,
    password: password ?? '',
    ssl: mode === 'disable' ? false : { servername: host, rejectUnauthorized: mode === 'verify-full' },
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    application_name: 'gongshu-pull',
  });
  // A connection that breaks while nothing is asked fails what is asked next.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query("SET DateStyle = 'ISO'; SET bytea_output = 'hex'; BEGIN READ ONLY");
    yield* client.query(copyTo(pullSql(source, columns))) as AsyncIterable<Buffer>;
    await client.query('COMMIT');
  } finally {
    await client.end().catch(() => undefined);
  }
}
