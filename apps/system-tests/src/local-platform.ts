import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wipePostgres } from '@gongshu/local-servers';
import type { PlatformProcesses } from '@gongshu/launcher';
import { eventually } from '@gongshu/testing';
import { RunningProgram, type Place } from './running-program.js';

const LAUNCHER = 'tools/launcher/dist/main.js';
/** Ports a place takes at most. */
const PORTS = 250;
/** Of the topologies the demo plays in, the second one 200 above the first. */
const OFFSETS = [0, 1, 10, 11, 20, 200, 201, 210, 211];

export const PROVINCE = '130000';
export const CITY = '130100';
export const COUNTY = '130123';

/** What of a platform may be killed. */
export type Victim = { readonly node: string } | { readonly bus: string } | 'postgres' | 'everything';

export function nameOf(victim: Victim): string {
  if (typeof victim === 'string') return victim;
  return 'node' in victim ? `node ${victim.node}` : `bus ${victim.bus}`;
}

/** A home of its own and ports nobody else takes. PostgreSQL runs as another user where we are root, and must be able to get there. */
export async function newPlace(): Promise<Place> {
  const home = await mkdtemp(join(tmpdir(), 'gongshu-system-'));
  await chmod(home, 0o755);
  for (;;) {
    // Below the ports a system gives to outgoing connections.
    const port = 20_000 + PORTS * Math.floor(Math.random() * 48);
    // Held as long as the place is used: whoever looks for ports at the same moment takes others.
    const claim = await listen(port + PORTS - 1);
    if (claim === null) continue;
    const free = await Promise.all(OFFSETS.map(async (offset) => close(await listen(port + offset))));
    if (free.every(Boolean)) return { home, port, release: async () => void (await close(claim)) };
    await close(claim);
  }
}

/** Stops what runs there, when it came to that, and removes all it has left. */
export async function leavePlace({ home, release }: Place, platform?: LocalPlatform): Promise<void> {
  await platform?.stop();
  for (const topology of ['hebei', 'demo-weihai/weihai']) await wipePostgres(join(home, topology, 'postgres'));
  await rm(home, { recursive: true, force: true });
  await release();
}

/** Null when somebody listens there. */
function listen(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function close(server: Server | null): Promise<boolean> {
  if (server === null) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}

/** The topology `hebei` on this machine, in processes that may be killed. */
export class LocalPlatform {
  private constructor(
    readonly place: Place,
    private launcher: RunningProgram,
    readonly readyMilliseconds: number,
  ) {}

  static async start(place: Place, ...args: string[]): Promise<LocalPlatform> {
    const began = performance.now();
    return new LocalPlatform(place, await launch(place, args), performance.now() - began);
  }

  get output(): string {
    return this.launcher.output;
  }

  get folder(): string {
    return join(this.place.home, 'hebei');
  }

  url(offset: number): string {
    return `http://127.0.0.1:${String(this.place.port + offset)}`;
  }

  async processes(): Promise<PlatformProcesses> {
    return (await this.launcher.word<{ processes: PlatformProcesses }>('processes')).processes;
  }

  /** Kills with SIGKILL; what is just starting again is waited for. The launcher brings back what it looks after, and is started again itself. */
  async kill(victim: Victim): Promise<void> {
    if (victim === 'everything') {
      const { postgres, nats, nodes } = await this.processes();
      const launcherEnds = this.launcher.signal('SIGKILL');
      for (const pid of [postgres, ...Object.values(nats), ...Object.values(nodes)]) if (pid !== undefined) endNow(pid);
      await launcherEnds;
      this.launcher = await launch(this.place, []);
      return;
    }
    await eventually(async () => {
      const { postgres, nats, nodes } = await this.processes();
      const pid = victim === 'postgres' ? postgres : 'node' in victim ? nodes[victim.node] : nats[victim.bus];
      return pid !== undefined && endNow(pid);
    }, 30_000);
  }

  /** URL of a node's bus. */
  async busUrl(code: string): Promise<string> {
    const port = /^port: (\d+)$/m.exec(await readFile(join(this.folder, `nats-${code}`, 'nats.conf'), 'utf8'))?.[1];
    return `nats://127.0.0.1:${String(port)}`;
  }

  async stop(): Promise<number | null> {
    return this.launcher.signal('SIGTERM');
  }
}

async function launch(place: Place, args: readonly string[]): Promise<RunningProgram> {
  const launcher = RunningProgram.start(LAUNCHER, ['start', '--topology', 'hebei', ...args], place);
  await launcher.word();
  return launcher;
}

/** False when there is no such process. */
function endNow(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}
