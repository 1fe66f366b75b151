import pg from 'pg';

const DUPLICATE_DATABASE = '42P04';

/**
 * Makes a database, as a copy of `template` when given (which nobody may be connected to), and returns its URL.
 * `url` is any database of the same server, with the right to create. Throws the server's error when the name is taken.
 */
export async function createDatabase(url: string, name: string, template?: string): Promise<string> {
  await execute(url, `CREATE DATABASE ${quoted(name)}${template === undefined ? '' : ` TEMPLATE ${quoted(template)}`}`);
  return urlOf(url, name);
}

/** Like `createDatabase`, but content with a database that is already there. */
export async function ensureDatabase(url: string, name: string): Promise<string> {
  return createDatabase(url, name).catch((error: unknown) => {
    if (error instanceof pg.DatabaseError && error.code === DUPLICATE_DATABASE) return urlOf(url, name);
    throw error;
  });
}

/** Drops a database and cuts whoever is connected to it; nothing happens when there is none. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await execute(url, `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`);
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function urlOf(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}
