import { residentMemory } from './process-tree.js';

const LOOK_MILLISECONDS = 100;

/** Resident memory of a process over a run, MiB; of one that was killed and started again, of that of its lives in which it grew most. */
export interface MemoryRun {
  readonly before: number;
  readonly most: number;
}

interface Life {
  readonly pid: number;
  readonly before: number;
  most: number;
}

/** Looks at the resident memory of processes, ten times a second, until it is ended. */
export class MemoryWatch<Name extends string> {
  private readonly lives: Map<Name, Life[]>;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly pidOf: (name: Name) => number, names: readonly Name[]) {
    this.lives = new Map(names.map((name) => [name, [this.life(name)]]));
    this.timer = setInterval(() => this.look(), LOOK_MILLISECONDS);
  }

  /** The process was killed, and is there again and ready: what its start took is no growth. */
  again(name: Name): void {
    this.lives.get(name)?.push(this.life(name));
  }

  end(): Record<Name, MemoryRun> {
    clearInterval(this.timer);
    this.look();
    const grown = ({ before, most }: Life): number => most - before;
    const runs: Partial<Record<Name, MemoryRun>> = {};
    for (const [name, lives] of this.lives) runs[name] = lives.reduce((one, other) => (grown(other) > grown(one) ? other : one));
    return runs as Record<Name, MemoryRun>;
  }

  private life(name: Name): Life {
    const pid = this.pidOf(name);
    const before = residentMemory(pid);
    return { pid, before, most: before };
  }

  private look(): void {
    for (const [name, lives] of this.lives) {
      const life = lives.at(-1);
      if (life !== undefined && life.pid === this.pidOf(name)) life.most = Math.max(life.most, residentMemory(life.pid));
    }
  }
}
