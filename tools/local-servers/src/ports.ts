import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';

const LISTENING = '0A';

/** Below what systems give to outgoing connections, one of which could take the port before its server does. */
const [LOWEST_PORT, BEYOND_PORTS] = [20_000, 32_768];

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (;;) {
    try {
      return await listenOnce(randomInt(LOWEST_PORT, BEYOND_PORTS), '127.0.0.1');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

/** Throws when nothing can listen on the port now; says who holds it where the system tells us. */
export async function assertPortFree(port: number, host = '127.0.0.1'): Promise<void> {
  try {
    await listenOnce(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE') {
      throw new Error(`不能监听端口 ${host}:${port}（${code}） / cannot listen on port ${host}:${port} (${code})`, { cause: error });
    }
    const holder = portHolder(port);
    const [zh, en] = holder === undefined ? ['其他程序', 'another program'] : [`进程 ${holder}`, `process ${holder}`];
    throw new Error(`端口 ${host}:${port} 已被${zh}占用 / port ${host}:${port} is held by ${en}`, { cause: error });
  }
}

async function listenOnce(port: number, host: string): Promise<number> {
  const server = createServer();
  server.listen({ port, host, exclusive: true });
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return address.port;
}

/** "number (name)" of the process that listens, when we may see it. */
function portHolder(port: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], { encoding: 'utf8' }).split('\n')[0] || undefined;
    }
    const sockets = listeningSockets(port);
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (openFiles(pid).some((file) => sockets.has(file))) return `${pid} (${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()})`;
    }
  } catch {
    // A process went while we looked, or the system has no such tool: the message does without.
  }
  return undefined;
}

function listeningSockets(port: number): Set<string> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  const fields = rows.map((row) => row.trim().split(/\s+/));
  return new Set(fields.filter((row) => row[1]?.endsWith(`:${hex}`) && row[3] === LISTENING).map((row) => `socket:[${row[9]}]`));
}

function openFiles(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return '';
      }
    });
  } catch {
    return [];
  }
}
