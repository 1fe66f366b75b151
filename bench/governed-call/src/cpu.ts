import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** Where there is no /proc, processor time is not measured: every figure is then NaN. */
const measurable = existsSync('/proc/self/stat');

interface ProcessTimes {
  readonly parent: number;
  readonly own: number;
  /** Of children that have ended. */
  readonly ended: number;
}

function timesOf(pid: number | string): ProcessTimes | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name in parentheses may hold blanks; the parent follows the state, the four times are the 14th to 17th field of the line.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15) as [number, number, number, number];
    return { parent: fields[1] ?? 0, own: user + system, ended: endedUser + endedSystem };
  } catch {
    return null;
  }
}

/** Processor seconds used so far by each of these processes together with everything it has started. */
export function treeSeconds(roots: Readonly<Record<string, number>>): Record<string, number> {
  if (!measurable) return Object.fromEntries(Object.keys(roots).map((name) => [name, Number.NaN]));
  const all = new Map<number, ProcessTimes>();
  for (const name of readdirSync('/proc')) {
    const times = /^[0-9]+$/.test(name) ? timesOf(name) : null;
    if (times !== null) all.set(Number(name), times);
  }
  const children = new Map<number, number[]>();
  for (const [pid, { parent }] of all) children.set(parent, [...(children.get(parent) ?? []), pid]);
  const ticks = (pid: number): number => {
    const times = all.get(pid);
    return times === undefined ? 0 : times.own + times.ended + (children.get(pid) ?? []).reduce((sum, child) => sum + ticks(child), 0);
  };
  return Object.fromEntries(Object.entries(roots).map(([name, pid]) => [name, ticks(pid) / TICKS_PER_SECOND]));
}

/** Processor seconds the whole machine has been busy, without what its host took away. */
export function machineSeconds(): number {
  if (!measurable) return Number.NaN;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq) / TICKS_PER_SECOND;
}
