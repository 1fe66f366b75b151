import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { plusDays, startOfDay } from '../calendar/day.js';
import type { EffectivePack } from '../packs/effective-pack.js';
import { loadPacks } from '../packs/load-packs.js';
import { beginProcedure } from '../procedure/begin-procedure.js';
import type { ActRule, Content, Facts, Moved, Procedure, Refused, Standing } from '../procedure/procedure.js';
import { takeAct } from '../procedure/take-act.js';
import { FIELDS, PARTIES, ROLES } from '../vocabulary.js';
import { actsOf, completeContent, EVERY_ACTOR, EVERYBODY, everyContent, everyFacts, type Given } from './every-input.js';
import { naiveCalendar } from './naive-clock.js';
import { endsOf, naiveStep, waysOf } from './naive-interpreter.js';
import { NOT_REGULATED, writtenMachines } from './written-machines.js';

interface Machine {
  readonly name: string;
  readonly pack: EffectivePack;
  readonly key: string;
  readonly procedure: Procedure;
  readonly written: string;
}

const shelf = loadPacks();
const calendar = naiveCalendar();
const AT = '2026-05-08T10:00:00+08:00';
const LATE = '2031-05-08T10:00:00+08:00';

const all: readonly Machine[] = shelf.ids.flatMap((id) => {
  const pack = shelf.effective(id);
  return Object.entries(pack.procedures).map(([key, procedure]) => ({ name: `${id} ${key}`, pack, key, procedure, written: writtenMachines[id]?.[key] ?? '' }));
});
const regulated = all.filter(({ written }) => written !== NOT_REGULATED);

const lines = (ways: readonly { from: string; act: string; to: string }[]): string[] => [...new Set(ways.map(({ from, act, to }) => `${from} -${act}-> ${to}`))].sort();
const actsAt = ({ procedure }: Machine, { step }: Pick<Standing, 'step'>): Readonly<Record<string, ActRule>> => (procedure.steps[step] ?? procedure.ends[step])?.acts ?? {};
const lapsedMatters = (rule: ActRule): boolean => JSON.stringify([rule.to, rule.requires, rule.forbids]).includes('"lapsed"');

describe('the written machines', () => {
  it('are written for every procedure of every pack, and for no other', () => {
    for (const id of shelf.ids) expect(Object.keys(shelf.effective(id).procedures).sort()).toEqual(Object.keys(writtenMachines[id] ?? {}).sort());
    expect(Object.keys(writtenMachines)).toEqual(shelf.ids);
  });

  it.each(regulated)('draw the ways and ends of $name', ({ procedure, written }) => {
    const { begin, steps, ends } = procedure;
    const drawn = [...Object.entries(steps), ...Object.entries(ends)].flatMap(([from, { acts }]) =>
      Object.entries(acts).flatMap(([act, { to }]) => (to.length === 0 ? [{ from, act, to: from }] : to.map(({ step }) => ({ from, act, to: step })))));
    expect(lines([...begin.to.map(({ step }) => ({ from: 'BEGIN', act: begin.act, to: step })), ...drawn])).toEqual(lines(waysOf(written)));
    expect(Object.keys(ends).sort()).toEqual(endsOf(written).sort());
  });

  it.each(all.filter(({ written }) => written === NOT_REGULATED))('leave out $name, and nobody can begin it', ({ pack, key, procedure }) => {
    for (const content of everyContent(pack, procedure.begin)) {
      expect(beginProcedure(pack, key, { actor: EVERYBODY, facts: {}, content, at: AT })).toMatchObject({ code: 'procedure-not-regulated', source: { article: expect.any(String) as string } });
    }
  });
});

interface Seen {
  readonly ways: readonly { from: string; act: string; to: string }[];
  readonly standings: readonly Standing[];
}

/** Goes from the beginning into every standing that some actor, some facts and some content lead to, in time and late. */
function explore({ pack, key, procedure }: Machine): Seen {
  const facts = everyFacts(procedure);
  const inputsOf = (rule: ActRule): Given[] => [
    ...facts.flatMap((fact) => everyContent(pack, rule).map((content) => ({ actor: EVERYBODY, facts: fact, content }))),
    ...facts.flatMap((fact) => EVERY_ACTOR.map((actor) => ({ actor, facts: fact, content: completeContent(pack, rule) }))),
  ];
  const ways = new Map<string, Seen['ways'][number]>();
  const found = new Map<string, Standing>();
  const see = (outcome: Moved | Refused): void => {
    if (outcome.kind === 'refused') return;
    const { from, act, to, standing } = outcome;
    ways.set(`${String(from)} ${act} ${to}`, { from: from ?? 'BEGIN', act, to });
    const place = `${standing.step} ${String(standing.extensions)} ${String(standing.extensionAppliedOn !== null)}`;
    if (!found.has(place)) found.set(place, standing);
  };
  for (const input of inputsOf(procedure.begin)) see(beginProcedure(pack, key, { ...input, at: AT }));
  for (const standing of found.values()) {
    for (const [act, rule] of Object.entries((procedure.steps[standing.step] ?? procedure.ends[standing.step])?.acts ?? {})) {
      for (const input of inputsOf(rule)) for (const at of [AT, LATE]) see(takeAct(pack, standing, { ...input, act, at }));
    }
  }
  return { ways: [...ways.values()], standings: [...found.values()] };
}

describe('the interpreter', () => {
  const explored = new Map<string, Seen>();
  const seenOf = ({ name }: Machine): Seen => explored.get(name) ?? { ways: [], standings: [] };
  beforeAll(() => {
    for (const machine of regulated) explored.set(machine.name, explore(machine));
  });

  it.each(regulated)('goes every written way of $name, and no other', (machine) => {
    expect(lines(seenOf(machine).ways)).toEqual(lines(waysOf(machine.written)));
  });

  it.each(regulated)('finds from every state of $name a way to an end, and is stuck nowhere before', (machine) => {
    const { ways, standings } = seenOf(machine);
    const ends = endsOf(machine.written);
    const leading = new Set(ends);
    for (let grown = true; grown; ) {
      const more = ways.filter(({ from, to }) => !leading.has(from) && leading.has(to));
      for (const { from } of more) leading.add(from);
      grown = more.length > 0;
    }
    for (const { step, ended } of standings) {
      expect([step, leading.has(step)]).toEqual([step, true]);
      expect(ended).toBe(ends.includes(step));
      if (!ended) expect(ways.some(({ from }) => from === step)).toBe(true);
    }
  });

  it.each(regulated)('answers every act of $name in time as it does when the period has lapsed, but for extensions and what the law itself ties to the lapse', (machine) => {
    const { pack } = machine;
    for (const standing of seenOf(machine).standings.filter(({ dueOn }) => dueOn !== null)) {
      for (const [act, rule] of Object.entries(actsAt(machine, standing))) {
        if (rule.to.length === 0 || lapsedMatters(rule)) continue;
        for (const content of everyContent(pack, rule)) {
          const [inTime, late] = [AT, LATE].map((at) => takeAct(pack, standing, { actor: EVERYBODY, facts: {}, content, act, at }));
          expect(late?.kind === 'moved' ? late.to : late).toEqual(inTime?.kind === 'moved' ? inTime.to : inTime);
        }
      }
    }
  });
});

/** What a caller might send, from a complete act to nonsense. */
interface Wild {
  readonly act: string | null;
  readonly pick: number;
  readonly who: 'everybody' | 'somebody' | 'nobody';
  readonly how: 'complete' | 'any' | 'empty' | 'nonsense';
  readonly nonsense: Content;
  readonly hours: number;
}

const wild: fc.Arbitrary<Wild> = fc.record({
  act: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, fc.constantFrom('constructor', '__proto__', 'toString', ''), fc.string()),
  pick: fc.nat(),
  who: fc.oneof({ weight: 6, arbitrary: fc.constant('everybody' as const) }, fc.constantFrom('somebody' as const, 'nobody' as const)),
  how: fc.oneof({ weight: 6, arbitrary: fc.constant('complete' as const) }, fc.constantFrom('any' as const, 'empty' as const, 'nonsense' as const)),
  nonsense: fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), fc.constantFrom('__proto__', 'constructor')), fc.oneof(fc.anything(), fc.double(), fc.integer())),
  hours: fc.oneof({ weight: 4, arbitrary: fc.nat(200) }, fc.nat(20_000)),
});

const pickFrom = <T>(list: readonly T[], pick: number, otherwise: T): T => list[pick % Math.max(list.length, 1)] ?? otherwise;

function inputOf({ pack, procedure }: Machine, rule: ActRule, { pick, who, how, nonsense }: Wild): Given {
  const contents = everyContent(pack, rule);
  const complete = completeContent(pack, rule);
  return {
    actor: who === 'everybody' ? EVERYBODY : who === 'somebody' ? pickFrom(EVERY_ACTOR, pick, EVERYBODY) : { roles: ['constructor'], parties: [] },
    facts: pickFrom<Facts>(everyFacts(procedure), pick, {}),
    content: how === 'complete' ? complete : how === 'any' ? pickFrom(contents, pick, {}) : how === 'empty' ? {} : { ...complete, ...nonsense },
  };
}

function expectWellRefused({ code, source, message, allowed }: Refused, acts: readonly string[], closed: boolean): void {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(message.zh).toMatch(/\p{Script=Han}/u);
  expect(message.en).toMatch(/[A-Za-z]{3}/);
  for (const act of allowed) expect(acts).toContain(act);
  // An end that stays one is the only place at which no provision speaks.
  if (closed) expect([code, source]).toEqual(['act-not-allowed', null]);
  else {
    expect(source).toMatchObject({ packId: expect.stringMatching(/^[a-z]+$/) as string, article: expect.stringMatching(/^([1-9]\d*|DEFAULT-[1-9]\d*)$/) as string });
    expect(source?.quote).toMatch(/\p{Script=Han}/u);
    expect(message.zh).toContain(source?.article.replace('DEFAULT-', ''));
  }
}

const frozen = <T extends object>(value: T): T => {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) frozen(part as object);
  return Object.freeze(value);
};

describe('random sequences of acts', () => {
  const instantAfter = (hours: number): string => new Date(Date.parse(startOfDay('2024-01-01')) + hours * 3_600_000).toISOString();

  it('never throw, go only written ways, agree with the second interpreter, and are refused with reasons', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(fc.constantFrom(...regulated), wild, fc.array(wild, { maxLength: 14 }), (machine, first, later) => {
      const { pack, key, procedure, written } = machine;
      const complete = { actor: EVERYBODY, facts: everyFacts(procedure)[0] ?? {}, content: completeContent(pack, procedure.begin) };
      let hours = first.hours;
      const tried = beginProcedure(pack, key, { ...inputOf(machine, procedure.begin, first), at: instantAfter(hours) });
      if (tried.kind === 'refused') expectWellRefused(tried, [procedure.begin.act], false);
      const begun = tried.kind === 'moved' ? tried : beginProcedure(pack, key, { ...complete, at: instantAfter(hours) });
      if (begun.kind === 'refused') throw new Error(`${machine.name} cannot begin: ${begun.message.en}`);
      let standing = frozen(begun.standing);
      reached.add(`${machine.name} ${standing.step}`);
      for (const each of later) {
        hours += each.hours;
        const rules = actsAt(machine, standing);
        // Mostly an act of this step; else one of another step, or none at all.
        const act = each.act ?? pickFrom(each.pick % 5 === 0 ? actsOf(procedure) : Object.keys(rules), each.pick, procedure.begin.act);
        const rule = (Object.hasOwn(rules, act) ? rules[act] : undefined) ?? procedure.begin;
        const input = { ...inputOf(machine, rule, each), act, at: instantAfter(hours) };
        const outcome = takeAct(pack, standing, input);
        const naive = naiveStep(written, calendar, { state: standing.step, ...input });
        expect(outcome.kind === 'refused' && outcome.code === 'act-not-allowed').toBe(naive.length === 0);
        if (outcome.kind === 'refused') {
          expectWellRefused(outcome, Object.keys(rules), Object.keys(rules).length === 0);
          continue;
        }
        const way = naive.find(({ to }) => to === outcome.to);
        expect(way).toBeDefined();
        // The second interpreter does not extend; it counts what begins anew.
        if (rule.to.length > 0) expect([outcome.to, outcome.standing.dueOn]).toEqual([way?.to, way?.dueOn]);
        expect(Date.parse(outcome.standing.since)).toBeGreaterThanOrEqual(Date.parse(standing.since));
        expect(outcome.source.quote).not.toBe('');
        standing = frozen(outcome.standing);
        reached.add(`${machine.name} ${standing.step}`);
      }
    }), { numRuns: 6_000, seed: 20_261_121 });
    // The sequences are of use only where they come far.
    const states = regulated.reduce((count, { procedure }) => count + Object.keys(procedure.steps).length + Object.keys(procedure.ends).length, 0);
    expect(reached.size).toBeGreaterThan(states * 0.6);
  }, 120_000);

  it('are refused to whoever is not entitled, whatever else is right', () => {
    const entitled = ({ actors }: ActRule, role: string, party: string): boolean => actors.some((actor) => actor.party === party && (actor.role === 'ANY' || actor.role === role));
    fc.assert(fc.property(fc.constantFrom(...regulated), fc.constantFrom(...Object.keys(ROLES)), fc.constantFrom(...Object.keys(PARTIES)), (machine, role, party) => {
      const { pack, key, procedure } = machine;
      const outcome = beginProcedure(pack, key, { actor: { roles: [role], parties: [party] }, facts: {}, content: completeContent(pack, procedure.begin), at: startOfDay(plusDays('2026-05-08', 0)) });
      expect(outcome.kind === 'refused' && outcome.code === 'not-the-actor').toBe(!entitled(procedure.begin, role, party));
    }), { numRuns: 2_000, seed: 20_261_121 });
  });
});
