import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Statement } from '@gongshu/catalogue/search';
import { timed, type Timing } from './timing.js';

/** Runs statements against the database and nothing else, `callers` at a time for so many seconds. */
export type BareSql = (statements: readonly Statement[], seconds: number, callers: number) => Promise<Timing>;

/** By pgbench where it is installed, else over plain connections of the driver. */
export function chooseBareSql(url: string): { readonly name: string; readonly run: BareSql } {
  return spawnSync('pgbench', ['--version']).status === 0 ? { name: 'pgbench', run: byPgbench(url) } : { name: 'the driver alone', run: byDriver(url) };
}

function byDriver(url: string): BareSql {
  return async (statements, seconds, callers) => {
    const pool = new pg.Pool({ connectionString: url, max: callers });
    try {
      return await timed(statements, ({ sql, values }) => pool.query(sql, [...values]), seconds, callers);
    } finally {
      await pool.end();
    }
  };
}

function byPgbench(url: string): BareSql {
  return async (statements, seconds, callers) => {
    const folder = await mkdtemp(join(tmpdir(), 'gongshu-pgbench-'));
    try {
      const scripts = await Promise.all(statements.map(async (statement, n) => {
        const file = join(folder, `${String(n)}.sql`);
        await writeFile(file, `${literal(statement)};\n`);
        return ['-f', file];
      }));
      await promisify(execFile)('pgbench', ['-n', '-l', '--log-prefix', join(folder, 'log'), '-c', String(callers), '-j', '1', '-T', String(seconds), ...scripts.flat(), url], { maxBuffer: 100_000_000 });
      const logs = (await readdir(folder)).filter((name) => name.startsWith('log'));
      const lines = (await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8')))).join('').trim().split('\n');
      // client, number, microseconds, script, …
      return { milliseconds: lines.map((line) => Number(line.split(' ')[2]) / 1_000), perSecond: lines.length / seconds };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** The statement with its values in it, on one line. pgbench takes a colon before a name for a variable of its own: texts escape it. */
function literal({ sql, values }: Statement): string {
  return sql.replaceAll(/\$(\d+)/g, (_all, n: string) => valueText(values[Number(n) - 1])).replaceAll('\n', ' ').trim();
}

function valueText(value: unknown): string {
  const text = Array.isArray(value) ? `{${value.map((one) => `"${String(one)}"`).join(',')}}` : String(value);
  return `U&'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\003A')}'`;
}
