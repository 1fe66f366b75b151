import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningService } from '@gongshu/service-kit';
import { eventually } from '@gongshu/testing';
import { announceMove, Probe, probeService, recordEffect } from './probe-service.js';
import { Stage } from './stage.js';

/** A small generator, so that a failing seed can be played again. */
function dice(seed: number): (sides: number) => number {
  let state = seed * 2_654_435_761;
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return Math.abs(state) % sides;
  };
}

describe('timers', () => {
  const probe = new Probe();
  const usual = probe.fire;
  let stage: Stage;
  let replicas: [RunningService, RunningService];

  beforeAll(async () => {
    stage = await Stage.open();
    replicas = [await stage.replica(probeService(probe)), await stage.replica(probeService(probe))];
  });
  afterAll(async () => {
    await stage.close();
  });
  afterEach(async () => {
    probe.fire = usual;
    await stage.sql('DELETE FROM timer');
  });

  const setTimers = async (dueAt: string, keys: readonly string[]): Promise<void> => {
    await replicas[0].unitOfWork.run(stage.context(), async (tx) => {
      for (const key of keys) await tx.startTimer('probe', key, dueAt, { key });
    });
  };
  const keysOf = (n: number): string[] => Array.from({ length: n }, () => randomUUID());
  const soon = (): string => new Date(stage.clock.now() + 60_000).toISOString();
  const firedAmong = async (keys: readonly string[]): Promise<string[]> => (await stage.effects('fired')).filter((key) => keys.includes(key)).sort();

  it('fires what is due and nothing else, with the instant and the content it was set with', async () => {
    const [now, later] = [randomUUID(), randomUUID()];
    const seen: unknown[] = [];
    probe.fire = async (timer, tx) => {
      seen.push(timer);
      await usual(timer, tx);
    };
    const dueAt = soon();
    await setTimers(dueAt, [now]);
    await setTimers(new Date(stage.clock.now() + 120_000).toISOString(), [later]);
    expect(await replicas[0].bus.fireDueTimers()).toBe(0);
    stage.clock.advance(60_000);
    await Promise.all(replicas.map(({ bus }) => bus.fireDueTimers()));
    expect(seen).toEqual([{ kind: 'probe', key: now, dueAt, payload: { key: now } }]);
    expect(await stage.sql('SELECT key FROM timer')).toEqual([{ key: later }]);
  });

  it('fires a timer that was moved at its new time only, and a stopped one never', async () => {
    const [moved, stopped] = [randomUUID(), randomUUID()];
    await setTimers(soon(), [moved, stopped]);
    await setTimers(new Date(stage.clock.now() + 3_600_000).toISOString(), [moved]);
    await replicas[0].unitOfWork.run(stage.context(), (tx) => tx.stopTimer('probe', stopped));
    stage.clock.advance(60_000);
    await replicas[0].bus.fireDueTimers();
    expect(await firedAmong([moved, stopped])).toEqual([]);
    stage.clock.advance(3_600_000);
    await replicas[0].bus.fireDueTimers();
    expect(await firedAmong([moved, stopped])).toEqual([moved]);
  });

  it('puts off a timer whose handler fails, without holding up the others', async () => {
    const [bad, good] = [randomUUID(), randomUUID()];
    let failing = true;
    probe.fire = async (timer, tx) => {
      await usual(timer, tx);
      if (timer.key === bad && failing) throw new Error('not now');
    };
    await setTimers(soon(), [bad, good]);
    stage.clock.advance(60_000);
    await replicas[0].bus.fireDueTimers();
    expect(await firedAmong([bad, good])).toEqual([good]);
    failing = false;
    await replicas[0].bus.fireDueTimers();
    expect(await firedAmong([bad])).toEqual([]);
    stage.clock.advance(30_000);
    await replicas[0].bus.fireDueTimers();
    expect(await firedAmong([bad])).toEqual([bad]);
  });

  it('lets a handler set its own timer again, and keeps the row of one that swallowed a database error', async () => {
    const [again, swallowing] = [randomUUID(), randomUUID()];
    const next = new Date(stage.clock.now() + 7_200_000).toISOString();
    probe.fire = async (timer, tx) => {
      if (timer.key === again) await tx.startTimer('probe', again, next);
      else await tx.query('SELECT 1 / 0').catch(() => undefined);
    };
    await setTimers(soon(), [again, swallowing]);
    stage.clock.advance(60_000);
    await replicas[0].bus.fireDueTimers();
    const rows = await stage.sql<{ key: string; attempts: number }>('SELECT key, attempts FROM timer');
    expect(rows.sort((a, b) => b.attempts - a.attempts)).toEqual([{ key: swallowing, attempts: 1 }, { key: again, attempts: 0 }]);
  });

  it.each(Array.from({ length: 15 }, (_, n) => n + 1))('loses and doubles none while handlers fail and connections are cut, two replicas, seed %i', async (seed) => {
    const roll = dice(seed);
    const keys = keysOf(8);
    const cut = async (): Promise<void> => {
      await stage.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'gongshu-catalogue'`);
    };
    let trouble = 12;
    probe.fire = async (timer, tx) => {
      const troubled = trouble > 0 && roll(2) === 0;
      const how = roll(5);
      if (troubled) trouble -= 1;
      if (troubled && how === 0) throw new Error('before the effect');
      await recordEffect(tx, 'fired', timer.key);
      announceMove(tx, timer.key);
      if (troubled && how === 1) throw new Error('after the effect');
      if (troubled && how === 2) await tx.query('SELECT 1 / 0');
      if (troubled && how === 3) await cut();
      if (troubled && how === 4) setImmediate(() => void cut());
    };
    // A cut of the last seed may still hit.
    await eventually(() => setTimers(soon(), keys).then(() => true));
    stage.clock.advance(60_000);
    for (let round = 0; round < 40 && (await stage.sql('SELECT 1 FROM timer')).length > 0; round += 1) {
      // A cut connection fails the round, as it ends the process that runs it; the next round is the restart.
      await Promise.allSettled(replicas.map(({ bus }) => bus.fireDueTimers()));
      stage.clock.advance(30_000);
    }
    expect(await firedAmong(keys)).toEqual([...keys].sort());
    const told = await stage.sql<{ subject: string }>(`SELECT envelope->>'subject' AS subject FROM outbox`);
    expect(told.map(({ subject }) => subject).filter((subject) => keys.includes(subject)).sort()).toEqual([...keys].sort());
  });
});
