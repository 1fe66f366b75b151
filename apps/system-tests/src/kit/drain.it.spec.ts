import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { organisationRegistered, withdrawEntry } from '@gongshu/contracts';
import type { RunningService } from '@gongshu/service-kit';
import { eventually } from '@gongshu/testing';
import { announceMove, Probe, probeService } from './probe-service.js';
import { Stage } from './stage.js';

/** A door somebody waits at until the test opens it. */
class Door {
  reached = 0;
  open: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });

  pass(): Promise<void> {
    this.reached += 1;
    return this.opened;
  }
}

describe('stopping', () => {
  let probe: Probe;
  let stage: Stage;
  let service: RunningService;

  beforeEach(async () => {
    probe = new Probe();
    stage = await Stage.open();
    service = await stage.replica(probeService(probe));
  });
  afterEach(async () => {
    await stage.close();
  });

  const connections = async (): Promise<number> =>
    (await stage.sql(`SELECT 1 FROM pg_stat_activity WHERE application_name = 'gongshu-catalogue' AND datname = current_database()`)).length;
  const timedStop = async (): Promise<number> => {
    const begun = performance.now();
    await service.stop();
    return performance.now() - begun;
  };

  it('answers the requests in hand, sends their events, takes no new ones, and closes every connection', async () => {
    const door = new Door();
    const usual = probe.answer;
    probe.answer = async (input, ctx, unitOfWork) => {
      await door.pass();
      return usual(input, ctx, unitOfWork);
    };
    const ids = Array.from({ length: 10 }, () => randomUUID());
    const asked = Promise.all(ids.map((id) => stage.ask(withdrawEntry, { id, reasons: '已停用' })));
    await eventually(() => door.reached === ids.length);
    expect(await service.isReady()).toBe(true);
    let stopped = false;
    const stopping = service.stop().then(() => {
      stopped = true;
    });
    expect(await service.isReady()).toBe(false);
    await expect(eventually(() => stopped, 300)).rejects.toThrow();
    door.open();
    expect(await asked).toEqual(ids.map((id) => ({ id })));
    await stopping;
    expect((await stage.effects('answered')).sort()).toEqual([...ids].sort());
    expect((await stage.held()).map(({ subject }) => subject).sort()).toEqual([...ids].sort());
    await expect(stage.ask(withdrawEntry, { id: randomUUID(), reasons: '已停用' })).rejects.toThrow('capacity/service-unreachable');
    await eventually(async () => (await connections()) === 0);
  });

  it('sends what was committed while its last round was under way', async () => {
    const id = randomUUID();
    const announce = (act: string): Promise<void> =>
      service.unitOfWork.run(stage.context(), (tx) => {
        announceMove(tx, id, act);
        return Promise.resolve();
      });
    const [relayLock, rowLock] = [await stage.sqlClient(), await stage.sqlClient()];
    await relayLock.query('BEGIN');
    await relayLock.query('SELECT pg_advisory_xact_lock($1)', [0x72656c79]);
    await announce('one');
    await rowLock.query('BEGIN');
    await rowLock.query('SELECT 1 FROM outbox FOR UPDATE');
    await relayLock.query('COMMIT');
    // Published, and about to be marked.
    await eventually(async () => (await stage.actsHeld(id)).length === 1);
    await announce('two');
    const stopping = service.stop();
    await rowLock.query('COMMIT');
    await stopping;
    expect(await stage.actsHeld(id)).toEqual(['one', 'two']);
    relayLock.release();
    rowLock.release();
  });

  it('finishes what it was given and had not begun, in order', async () => {
    const door = new Door();
    const usual = probe.reactToMany;
    probe.reactToMany = async (events, tx) => {
      await door.pass();
      await usual(events, tx);
    };
    const subjects = ['one', 'two', 'three', 'four'];
    await stage.publishShared('one');
    await eventually(() => door.reached === 1);
    for (const subject of subjects.slice(1)) await stage.publishShared(subject);
    await eventually(async () => (await stage.inHand('EV_SHARING', 'catalogue--when-anything-is-shared')) === subjects.length);
    const stopping = service.stop();
    door.open();
    await stopping;
    expect(await stage.effects('reacted in a batch')).toEqual(subjects);
    await eventually(async () => (await stage.inHand('EV_SHARING', 'catalogue--when-anything-is-shared')) === 0);
  });

  it('loses no request that comes while one of two replicas stops', async () => {
    await stage.replica(probeService(probe));
    const outcomes: Promise<unknown>[] = [];
    let stopping: Promise<void> | null = null;
    for (let n = 0; n < 60; n += 1) {
      outcomes.push(stage.ask(withdrawEntry, { id: randomUUID(), reasons: '已停用' }));
      if (n % 6 === 5) await outcomes.at(-1);
      if (n === 29) stopping = service.stop();
    }
    await Promise.all(outcomes);
    await stopping;
    expect(await stage.effects('answered')).toHaveLength(60);
  });

  it('finishes the reaction in hand, and leaves the next to whoever goes on at once', async () => {
    const door = new Door();
    const usual = probe.react;
    probe.react = async (event, tx) => {
      await door.pass();
      await usual(event, tx);
    };
    const events = [stage.registered('in-hand'), stage.registered('next'), stage.registered('after')];
    for (const event of events) await stage.publish(organisationRegistered, event);
    await eventually(() => door.reached === 1);
    const stopping = service.stop();
    door.open();
    await stopping;
    expect(await stage.effects('reacted')).toEqual(['in-hand']);
    const begun = performance.now();
    await stage.replica(probeService(probe));
    await eventually(async () => (await stage.effects('reacted')).length === 3);
    expect(await stage.effects('reacted')).toEqual(['in-hand', 'next', 'after']);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('finishes the timer in hand and fires no further one', async () => {
    const door = new Door();
    const usual = probe.fire;
    probe.fire = async (timer, tx) => {
      await door.pass();
      await usual(timer, tx);
    };
    await service.unitOfWork.run(stage.context(), async (tx) => {
      for (const key of ['first', 'second']) await tx.startTimer('probe', key, new Date(stage.clock.now() - (key === 'first' ? 1_000 : 0)).toISOString());
    });
    await eventually(() => door.reached === 1);
    const stopping = service.stop();
    door.open();
    await stopping;
    expect(await stage.effects('fired')).toEqual(['first']);
    expect(await stage.sql('SELECT key FROM timer')).toEqual([{ key: 'second' }]);
  });

  it('is quick when idle, may be asked for twice, and leaves nothing running', async () => {
    expect(await timedStop()).toBeLessThan(1_000);
    await service.stop();
    await eventually(async () => (await connections()) === 0);
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const other = await stage.replica(probeService(probe));
    await other.stop();
    await eventually(() => timers() <= before);
  });

  it('is quick while the bus is away too', async () => {
    await stage.bus.stop();
    await eventually(async () => !(await service.isReady()));
    expect(await timedStop()).toBeLessThan(2_000);
    await eventually(async () => (await connections()) === 0);
    await stage.startBus();
    // Nothing of the stopped service comes back with the bus.
    await expect(stage.ask(withdrawEntry, { id: randomUUID(), reasons: '已停用' })).rejects.toThrow('capacity/service-unreachable');
  });

  it('does not wait out the pause after failures', async () => {
    for (const stream of ['EV_CATALOGUE', 'EV_IDENTITY']) await stage.all.request(`$JS.API.STREAM.DELETE.${stream}`, '');
    await stage.sql(`ALTER TABLE outbox RENAME TO outbox_away`);
    service.bus.relay.kick();
    await eventually(async () => (await stage.sql(`SELECT 1 FROM pg_stat_activity WHERE query LIKE '%outbox%' AND application_name = 'gongshu-catalogue'`)).length > 0);
    expect(await timedStop()).toBeLessThan(2_000);
  });
});
