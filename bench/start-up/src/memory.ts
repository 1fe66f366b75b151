import { readFileSync, readdirSync } from 'node:fs';

export interface ProcessMemory {
  readonly pid: number;
  readonly name: string;
  /** Proportional set size: memory shared by n processes counts an n-th in each, so that sums are true. */
  readonly mebibytes: number;
}

/** The processes and all that descend from them, as Linux tells: who has gone meanwhile is left out. */
export function memoryOf(roots: readonly number[]): ProcessMemory[] {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync('/proc').map(Number).filter((name) => name > 0)) {
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const pids = new Set<number>();
  const open = [...roots];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    if (pids.has(pid)) continue;
    pids.add(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return [...pids].flatMap((pid) => {
    const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(read(pid, 'smaps_rollup'))?.[1];
    return kibibytes === undefined ? [] : [{ pid, name: read(pid, 'comm').trim(), mebibytes: Number(kibibytes) / 1024 }];
  });
}

function parentOf(pid: number): number | undefined {
  const stat = read(pid, 'stat');
  // The name in parentheses may hold blanks; state and parent follow it.
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? undefined : Number(parent);
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
