import { beginProcedure, lastWorkingDay, loadPacks, plusDays, statutoryCalendar, takeAct, type ActInput, type Moved, type Refused } from '@gongshu/regulation';
import { naiveCalendar, naiveLastDay, naiveStep, writtenMachines } from '@gongshu/regulation/oracle';

/** Work that is done over and over: `size` units in each batch. What a batch answers is the same for both implementations, and keeps the compiler from leaving the work out. */
export interface Work {
  readonly size: number;
  batch(): string;
}

export interface Contest {
  readonly name: string;
  readonly library: Work;
  readonly naive: Work;
}

const FIRST = '2018-01-01';
const DAYS = 3_200;
const naiveDays = naiveCalendar();

/** A small generator of numbers, so that every run asks the same. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The last day of periods of 1 to 20 working days, as the law has them, from days of 2018 to 2026. */
export function deadlineWork(): Contest {
  const next = numbersFrom(20_261_121);
  const asked = Array.from({ length: 1_000 }, () => ({ startedOn: plusDays(FIRST, next(DAYS)), workingDays: 1 + next(20) }));
  const over = (lastDay: (startedOn: string, workingDays: number) => string): Work => ({
    size: asked.length,
    batch: () => asked.reduce((latest, { startedOn, workingDays }) => {
      const dueOn = lastDay(startedOn, workingDays);
      return dueOn > latest ? dueOn : latest;
    }, ''),
  });
  return {
    name: 'deadline computations',
    library: over((startedOn, workingDays) => lastWorkingDay(statutoryCalendar, startedOn, workingDays).dueOn),
    naive: over((startedOn, workingDays) => naiveLastDay(naiveDays, startedOn, workingDays)),
  };
}

const REQUESTER = { roles: ['DATA_ADMINISTRATOR'], parties: ['requester'] };
const AUTHORITY = { roles: ['DATA_AUTHORITY'], parties: ['node-authority'] };
const PROVIDER = { roles: ['DATA_ADMINISTRATOR'], parties: ['provider'] };
const CONTENT = { applicationScenario: '企业开办', dutyBasis: '行政许可法', purpose: '核验' };
const ACTS = [
  { act: 'submit', actor: REQUESTER, content: CONTENT },
  { act: 'forward', actor: AUTHORITY, content: {} },
  { act: 'agree', actor: PROVIDER, content: {} },
  { act: 'deliver', actor: AUTHORITY, content: {} },
] as const;

/** A request for conditional data in Hebei, from its submission to its delivery: four steps, three periods. */
export function requestWork(): Contest {
  const pack = loadPacks().effective('hebei');
  const machine = writtenMachines['hebei']?.['sharing-request'] ?? '';
  const days = Array.from({ length: 50 }, (_, index) => `${plusDays('2026-01-05', index * 6)}T10:00:00+08:00`);
  const size = days.length * ACTS.length;
  const stepByLibrary = (at: string): string => {
    let dues = '';
    let outcome: Moved | Refused | null = null;
    for (const { act, actor, content } of ACTS) {
      const input: ActInput = { actor, facts: {}, content, at };
      outcome = outcome === null ? beginProcedure(pack, 'sharing-request', input) : outcome.kind === 'moved' ? takeAct(pack, outcome.standing, { ...input, act }) : outcome;
      if (outcome.kind === 'refused') throw new Error(outcome.message.en);
      dues += outcome.due?.dueOn ?? outcome.to;
    }
    return dues;
  };
  const stepByWalking = (at: string): string => {
    let dues = '';
    let state = 'BEGIN';
    for (const { act, content } of ACTS) {
      // Of the three ways that a submission may go, the one to the authority; the second interpreter knows no conditions.
      const way = naiveStep(machine, naiveDays, { state, act, at, facts: {}, content }).at(-1);
      if (way === undefined) throw new Error(`no way from ${state} by ${act}`);
      state = way.to;
      dues += way.dueOn ?? way.to;
    }
    return dues;
  };
  const over = (step: (at: string) => string): Work => ({ size, batch: () => days.map(step).join() });
  return { name: 'interpreter steps', library: over(stepByLibrary), naive: over(stepByWalking) };
}
