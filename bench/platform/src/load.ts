import { execFile, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface LoadOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  readonly non2xx: number;
  /** Connections that failed, broke off or timed out. */
  readonly socketErrors: number;
}

export type Load = (order: LoadOrder) => Promise<LoadResult>;

export function installed(program: string, versionFlag: string): boolean {
  try {
    execFileSync(program, [versionFlag], { stdio: 'ignore' });
    return true;
  } catch (error) {
    // wrk knows no flag that ends well.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** wrk where there is one, otherwise a generator of our own in a process of its own; both closed-loop. */
export function chooseLoad(): { readonly name: string; readonly run: Load } {
  return installed('wrk', '-v') ? { name: 'wrk -t1', run: byWrk } : { name: 'own generator (node:http)', run: byOwnProcess };
}

async function byWrk({ url, headers, connections, seconds }: LoadOrder): Promise<LoadResult> {
  const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${String(connections)}`, `-d${String(seconds)}s`, '--latency', '--timeout', '10s', ...fields, url]);
  return readWrk(stdout);
}

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, m: 60_000 };

export function readWrk(text: string): LoadResult {
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
  const latency = (percent: number): number => {
    const match = new RegExp(`^\\s+${String(percent)}%\\s+([0-9.]+)([a-z]+)`, 'm').exec(text);
    return match === null ? Number.NaN : Number(match[1]) * (UNITS[match[2] ?? ''] ?? Number.NaN);
  };
  const sockets = /Socket errors: connect ([0-9]+), read ([0-9]+), write ([0-9]+), timeout ([0-9]+)/.exec(text)?.slice(1) ?? [];
  return {
    requests: number(/([0-9]+) requests in/),
    perSecond: number(/Requests\/sec:\s+([0-9.]+)/),
    p50Milliseconds: latency(50),
    p99Milliseconds: latency(99),
    non2xx: number(/Non-2xx or 3xx responses: ([0-9]+)/),
    socketErrors: sockets.reduce((sum, count) => sum + Number(count), 0),
  };
}

async function byOwnProcess(order: LoadOrder): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, 'load-process.js'));
  child.send(order);
  const [result] = (await once(child, 'message')) as [LoadResult];
  return result;
}
