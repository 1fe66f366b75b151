import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { wipePostgres } from '@gongshu/local-servers';
import type { PlatformProcesses } from '@gongshu/launcher';
import { eventually } from '@gongshu/testing';
import { newPlace } from '../local-platform.js';
import { RunningProgram, type Place } from '../running-program.js';
import { CITY } from './apart-places.js';

const PROGRAM = 'apps/system-tests/dist/faults/apart-program.js';

/** What a data call passes, each a process of its own; and all of them at once, with the one that looks after them. */
export const VICTIMS = ['gateway', 'sharing', 'exchange', 'nats', 'postgres', 'everything'] as const;
export type Victim = (typeof VICTIMS)[number];

/** One node in several processes that may be killed. */
export class ApartPlatform {
  private constructor(
    readonly place: Place,
    private program: RunningProgram,
  ) {}

  static async start(): Promise<ApartPlatform> {
    const place = await newPlace();
    return new ApartPlatform(place, await launch(place));
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.place.port)}`;
  }

  /** Kills with SIGKILL; what is just starting again is waited for. Whatever died is started again. */
  async kill(victim: Victim): Promise<void> {
    if (victim === 'everything') {
      const { postgres, nats, nodes } = await this.processes();
      const ends = this.program.signal('SIGKILL');
      for (const pid of [postgres, ...Object.values(nats), ...Object.values(nodes)]) if (pid !== undefined) endNow(pid);
      await ends;
      this.program = await launch(this.place);
      return;
    }
    await eventually(async () => {
      const { postgres, nats, nodes } = await this.processes();
      const pid = victim === 'postgres' ? postgres : victim === 'nats' ? nats[CITY] : nodes[`${CITY}/${victim}`];
      return pid !== undefined && endNow(pid);
    }, 30_000);
  }

  /** Stops it and removes all it has left. */
  async leave(): Promise<void> {
    await this.program.signal('SIGTERM');
    await wipePostgres(join(this.place.home, 'weihai', 'postgres'));
    await rm(this.place.home, { recursive: true, force: true });
    await this.place.release();
  }

  private async processes(): Promise<PlatformProcesses> {
    return (await this.program.word<{ processes: PlatformProcesses }>('processes')).processes;
  }
}

async function launch(place: Place): Promise<RunningProgram> {
  const program = RunningProgram.start(PROGRAM, [], place);
  await program.word();
  return program;
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
