import { naiveLastDay, naiveLocalDay, type NaiveCalendar } from './naive-clock.js';

/** One way of a written machine. */
export interface WrittenWay {
  readonly from: string;
  readonly act: string;
  readonly to: string;
}

/** An act as far as a written machine looks at it. */
export interface NaiveAct {
  readonly state: string;
  readonly act: string;
  readonly at: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
}

const WAY = /^(\S+) -(\S+)-> (\S+)$/;
const TIME = /^(\S+) takes (\S+)(?: (from|unless) (\S+))?$/;

/** All ways that are written. */
export function waysOf(machine: string): WrittenWay[] {
  return linesOf(machine).flatMap((line) => {
    const [, from, act, to] = WAY.exec(line) ?? [];
    return from === undefined || act === undefined || to === undefined ? [] : [{ from, act, to }];
  });
}

/** All ends that are written. */
export function endsOf(machine: string): string[] {
  return linesOf(machine).flatMap((line) => /^end (\S+)$/.exec(line)?.[1] ?? []);
}

/**
 * The second interpreter: it walks the lines of the written machine and says where the act may lead, and by when what follows is due. Nowhere: the act is not possible in this
 * state. It knows neither actors nor conditions. It shares nothing with the library and is meant for tests and benchmarks alone.
 */
export function naiveStep(machine: string, calendar: NaiveCalendar, taken: NaiveAct): { readonly to: string; readonly dueOn: string | null }[] {
  return waysOf(machine).filter(({ from, act }) => from === taken.state && act === taken.act).map(({ to }) => ({ to, dueOn: naiveDueOn(machine, calendar, to, taken) }));
}

function naiveDueOn(machine: string, calendar: NaiveCalendar, state: string, { at, facts, content }: NaiveAct): string | null {
  const [, , time, mode, field = ''] = linesOf(machine).map((line) => TIME.exec(line)).find((found) => found?.[1] === state) ?? [];
  if (time === undefined) return null;
  const stated = mode === 'from' ? facts[field] : undefined;
  const today = typeof stated === 'string' ? stated : naiveLocalDay(at);
  const [year = 0, month = 0] = today.split('-').map(Number);
  if (time === 'until-end-of-month') return lastOfMonth(year, month);
  if (time === 'until-end-of-February') return today > lastOfMonth(year, 2) ? lastOfMonth(year + 1, 2) : lastOfMonth(year, 2);
  const set = mode === 'unless' ? content[field] : undefined;
  return naiveLastDay(calendar, today, typeof set === 'number' ? set : Number(time));
}

function lastOfMonth(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

function linesOf(machine: string): string[] {
  return machine.split('\n').map((line) => line.trim());
}
