import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { entryStepDueSoon, entryStepOverdue } from '@gongshu/contracts';
import { instantOf, type RunningService } from '@gongshu/service-kit';
import { eventually } from '@gongshu/testing';
import { DeadlineProbe, deadlineProbe, standingOf, type Standing } from './deadline-probe.js';
import { Stage } from './stage.js';

const MONDAY = '2026-03-02T09:00:00+08:00';
/** From Monday to Monday, reminded on the Friday between. */
const WEEK = { startedOn: '2026-03-02', workingDays: 5, dueOn: '2026-03-09' };
const REMINDER = '2026-03-06T00:00:00+08:00';
const LAPSE = '2026-03-10T00:00:00+08:00';
const justBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();

describe('the deadline of a step', () => {
  let stage: Stage;
  let replicas: RunningService[];
  let probes: DeadlineProbe[];

  const startReplicas = async (): Promise<void> => {
    replicas = [await stage.replica(deadlineProbe), await stage.replica(deadlineProbe)];
    probes = replicas.map(({ app }) => app.get(DeadlineProbe, { strict: false }));
  };
  beforeAll(async () => {
    stage = await Stage.open();
    await startReplicas();
  });
  beforeEach(() => stage.clock.travelTo(MONDAY));
  afterEach(async () => {
    await stage.sql('DELETE FROM timer');
  });
  afterAll(async () => {
    await stage.close();
  });

  const enter = async (standing: Standing, id: string = randomUUID()): Promise<string> => {
    await probes[0]?.enter(stage.context(), new Map([[id, standing]]));
    return id;
  };
  /** Until nothing is due but what has failed; the replicas' own loops may have some in hand, too. */
  const fire = (): Promise<boolean> =>
    eventually(async () => {
      await Promise.all(replicas.map(({ bus }) => bus.fireDueTimers()));
      return (await stage.sql('SELECT FROM timer WHERE due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)', [instantOf(stage.clock)])).length === 0;
    });
  const at = async (instant: string): Promise<void> => {
    stage.clock.travelTo(instant);
    await fire();
  };
  const told = async (id: string): Promise<string[]> =>
    (await stage.sql<{ told: string }>(`SELECT envelope ->> 'type' AS told FROM outbox WHERE envelope ->> 'subject' = $1 ORDER BY position`, [id])).map(({ told: type }) => type);
  const effects = async (id: string): Promise<string[]> => (await stage.sql<{ what: string }>('SELECT what FROM effect WHERE thing = $1 ORDER BY position', [id])).map(({ what }) => what);
  const timers = async (id: string): Promise<string[]> =>
    (await stage.sql<{ due_at: Date }>('SELECT due_at FROM timer WHERE key = $1 ORDER BY due_at', [id])).map(({ due_at: dueAt }) => dueAt.toISOString());
  const instants = (...all: string[]): string[] => all.map((instant) => new Date(instant).toISOString());

  it('is told once when its reminder day begins and once when its last day has ended, by two replicas', async () => {
    const id = await enter(standingOf(WEEK));
    expect(await timers(id)).toEqual(instants(REMINDER, LAPSE));
    await at(justBefore(REMINDER));
    expect(await told(id)).toEqual([]);
    await at(REMINDER);
    await at(justBefore(LAPSE));
    expect(await told(id)).toEqual([entryStepDueSoon.type]);
    await at(LAPSE);
    await at('2026-06-01T00:00:00+08:00');
    expect(await told(id)).toEqual([entryStepDueSoon.type, entryStepOverdue.type]);
    expect(await effects(id)).toEqual(['reminded', 'lapsed']);
    const [{ data } = { data: null }] = await stage.sql<{ data: unknown }>(`SELECT envelope -> 'data' AS data FROM outbox WHERE envelope ->> 'subject' = $1`, [id]);
    expect(data).toEqual({ id, step: 'REPLY', dueOn: WEEK.dueOn, article: '19' });
  });

  it('goes when the case moves on: to the deadline of the next step, and at an end to none', async () => {
    const id = await enter(standingOf(WEEK));
    await enter(standingOf({ startedOn: '2026-03-03', workingDays: 10, dueOn: '2026-03-17' }), id);
    expect(await timers(id)).toEqual(instants('2026-03-16T00:00:00+08:00', '2026-03-18T00:00:00+08:00'));
    await at(LAPSE);
    expect(await told(id)).toEqual([]);
    await enter(standingOf(WEEK, { dueOn: null, period: null }), id);
    expect(await timers(id)).toEqual([]);
    await enter(standingOf(WEEK), id);
    await enter(standingOf(WEEK, { step: 'PROVIDED', ended: true, dueOn: null, period: null }), id);
    expect(await timers(id)).toEqual([]);
  });

  it('is told at once where the period began so much earlier that its reminder, or its end, has passed', async () => {
    stage.clock.travelTo('2026-03-09T15:00:00+08:00');
    const reminded = await enter(standingOf(WEEK));
    const lapsed = await enter(standingOf({ startedOn: '2026-02-24', workingDays: 5, dueOn: '2026-03-03' }));
    await fire();
    expect(await told(reminded)).toEqual([entryStepDueSoon.type]);
    expect(await told(lapsed)).toEqual([entryStepDueSoon.type, entryStepOverdue.type]);
  });

  it('is not told again to whoever applies for an extension after the reminder, and is when the period has been extended', async () => {
    const id = await enter(standingOf(WEEK));
    await at(REMINDER);
    await enter(standingOf(WEEK, { extensionAppliedOn: '2026-03-06' }), id);
    await fire();
    expect(await told(id)).toEqual([entryStepDueSoon.type]);
    expect(await timers(id)).toEqual(instants(LAPSE));
    await enter(standingOf({ ...WEEK, workingDays: 10, dueOn: '2026-03-16' }, { extensions: 1 }), id);
    await at('2026-03-17T00:00:00+08:00');
    expect(await told(id)).toEqual([entryStepDueSoon.type, entryStepDueSoon.type, entryStepOverdue.type]);
  });

  it('is told in order, each once, after a service was down over both instants', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => enter(standingOf(WEEK))));
    for (const replica of replicas) await replica.stop();
    stage.clock.travelTo('2026-04-01T09:00:00+08:00');
    await startReplicas();
    await fire();
    for (const id of ids) expect(await told(id)).toEqual([entryStepDueSoon.type, entryStepOverdue.type]);
  });

  it('has not lapsed for one replica while the other still reminds of it', async () => {
    const id = await enter(standingOf(WEEK));
    const [first, second] = probes;
    let otherFired: number | undefined;
    for (const probe of [first, second]) {
      if (probe === undefined) continue;
      const other = replicas[probe === first ? 1 : 0];
      probe.meanwhile = async () => {
        otherFired = await other?.bus.fireDueTimers();
      };
    }
    await at(LAPSE);
    for (const probe of probes) probe.meanwhile = () => Promise.resolve();
    await fire();
    expect(otherFired).toBe(0);
    expect(await told(id)).toEqual([entryStepDueSoon.type, entryStepOverdue.type]);
  });

  it('lapses also while its reminder fails, which is told later', async () => {
    const id = await enter(standingOf(WEEK));
    for (const probe of probes) probe.meanwhile = () => Promise.reject(new Error('not now'));
    await at(LAPSE);
    expect(await told(id)).toEqual([entryStepOverdue.type]);
    for (const probe of probes) probe.meanwhile = () => Promise.resolve();
    await at('2026-03-10T00:00:30+08:00');
    expect(await told(id)).toEqual([entryStepOverdue.type, entryStepDueSoon.type]);
  });
});
