import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** Where there is no /proc nothing is measured: every figure is then NaN. */
const measurable = existsSync('/proc/self/stat');

interface ProcessTimes {
  readonly parent: number;
  /** Of itself and of its children that have ended. */
  readonly ticks: number;
}

function read(pid: number | string, file: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function allProcesses(): Map<number, ProcessTimes> {
  const all = new Map<number, ProcessTimes>();
  for (const pid of readdirSync('/proc').map(Number).filter((name) => name > 0)) {
    const stat = read(pid, 'stat');
    // The name in parentheses may hold blanks; the parent follows the state, the four times are the 14th to 17th field of the line.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
    const times = fields.slice(11, 15);
    if (times.length === 4) all.set(pid, { parent: fields[1] ?? 0, ticks: times.reduce((sum, one) => sum + one, 0) });
  }
  return all;
}

/** The processes and all that descend from them. */
function descendants(roots: readonly number[], all: ReadonlyMap<number, ProcessTimes>): Set<number> {
  const children = new Map<number, number[]>();
  for (const [pid, { parent }] of all) children.set(parent, [...(children.get(parent) ?? []), pid]);
  const found = new Set<number>();
  const open = [...roots];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    if (found.has(pid)) continue;
    found.add(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** Processor seconds used so far by each of these processes together with everything it has started. */
export function treeSeconds<Name extends string>(roots: Readonly<Record<Name, number>>): Record<Name, number> {
  const all = measurable ? allProcesses() : null;
  const seconds = (pid: number): number => (all === null ? Number.NaN : [...descendants([pid], all)].reduce((sum, one) => sum + (all.get(one)?.ticks ?? 0), 0) / TICKS_PER_SECOND);
  return Object.fromEntries(Object.entries<number>(roots).map(([name, pid]) => [name, seconds(pid)])) as Record<Name, number>;
}

/** Processor seconds the whole machine has been busy, without what its host took away. */
export function machineSeconds(): number {
  if (!measurable) return Number.NaN;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq) / TICKS_PER_SECOND;
}

/** Resident memory of one process, MiB; 0 while there is none. */
export function residentMemory(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(read(pid, 'status'))?.[1] ?? '0') / 1024;
}

export interface ProcessMemory {
  readonly pid: number;
  readonly name: string;
  /** Proportional set size: memory shared by n processes counts an n-th in each, so that sums are true. */
  readonly mebibytes: number;
}

/** Memory of the processes and all that descend from them: who has gone meanwhile is left out. */
export function treeMemory(roots: readonly number[]): ProcessMemory[] {
  return [...descendants(roots, allProcesses())].flatMap((pid) => {
    const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(read(pid, 'smaps_rollup'))?.[1];
    return kibibytes === undefined ? [] : [{ pid, name: read(pid, 'comm').trim(), mebibytes: Number(kibibytes) / 1024 }];
  });
}
