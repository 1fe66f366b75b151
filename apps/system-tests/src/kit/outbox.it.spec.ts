import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withdrawEntry } from '@gongshu/contracts';
import type { RunningService } from '@gongshu/service-kit';
import { eventually } from '@gongshu/testing';
import { announceMove, Probe, probeService } from './probe-service.js';
import { Stage } from './stage.js';

describe('outbox', () => {
  const probe = new Probe();
  let stage: Stage;
  let service: RunningService;

  beforeAll(async () => {
    stage = await Stage.open();
    service = await stage.replica(probeService(probe));
  });
  afterAll(async () => {
    await stage.close();
  });

  const announce = (id: string, act: string, replica: RunningService = service): Promise<void> =>
    replica.unitOfWork.run(stage.context(), (tx) => {
      announceMove(tx, id, act);
      return Promise.resolve();
    });
  const allSent = (): Promise<true> => eventually(async () => (await stage.sql('SELECT 1 FROM outbox WHERE published_at IS NULL')).length === 0);

  it('sends the events of one thing in the order they were announced, over many rounds', async () => {
    const id = randomUUID();
    const acts = Array.from({ length: 450 }, (_, n) => `act-${n}`);
    await service.unitOfWork.run(stage.context(), (tx) => {
      for (const act of acts.slice(0, 420)) announceMove(tx, id, act);
      return Promise.resolve();
    });
    for (const act of acts.slice(420)) await announce(id, act);
    await allSent();
    expect(await stage.actsHeld(id)).toEqual(acts);
  });

  it('does not skip an event whose transaction took its place early and committed late', async () => {
    const [early, late] = [randomUUID(), randomUUID()];
    const slow = await stage.sqlClient();
    try {
      await slow.query('BEGIN');
      await slow.query(
        `INSERT INTO outbox (id, bus_subject, envelope, created_at)
         SELECT $1::text::uuid, bus_subject, envelope || jsonb_build_object('id', $1::text, 'subject', $2::text), created_at FROM outbox LIMIT 1`,
        [randomUUID(), early],
      );
      await announce(late, 'after');
      await eventually(async () => (await stage.actsHeld(late)).length === 1);
      expect(await stage.actsHeld(early)).toEqual([]);
      await slow.query('COMMIT');
    } finally {
      slow.release();
    }
    service.bus.relay.kick();
    await eventually(async () => (await stage.actsHeld(early)).length === 1);
  });

  it('publishes again what was sent but not marked when the process died, and the stream holds it once', async () => {
    const id = randomUUID();
    await announce(id, 'sent');
    await allSent();
    await stage.sql(`UPDATE outbox SET published_at = NULL, stream_sequence = NULL WHERE envelope->>'subject' = $1`, [id]);
    service.bus.relay.kick();
    await allSent();
    expect((await stage.held()).filter(({ subject }) => subject === id)).toHaveLength(1);
  });

  it('says nothing of an act that failed after it had announced', async () => {
    const id = randomUUID();
    const failing = service.unitOfWork.run(stage.context(), (tx) => {
      announceMove(tx, id);
      return Promise.reject(new Error('changed its mind'));
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect(await stage.sql(`SELECT 1 FROM outbox WHERE envelope->>'subject' = $1`, [id])).toEqual([]);
  });

  it('refuses the act that announces more than the bus carries, and lets the others pass', async () => {
    const [id, next] = [randomUUID(), randomUUID()];
    await expect(announce(id, 'x'.repeat(950_000))).rejects.toThrow('too large');
    await announce(next, 'small');
    await eventually(async () => (await stage.actsHeld(next)).length === 1);
  });

  it('leaves the work to the replica that holds the relay’s lock', async () => {
    const id = randomUUID();
    const acts = Array.from({ length: 10 }, (_, n) => `act-${n}`);
    const other = await stage.sqlClient();
    try {
      await other.query('BEGIN');
      await other.query('SELECT pg_advisory_xact_lock($1)', [0x72656c79]);
      for (const act of acts) await announce(id, act);
      expect(await stage.actsHeld(id)).toEqual([]);
      await other.query('COMMIT');
    } finally {
      other.release();
    }
    await allSent();
    expect(await stage.actsHeld(id)).toEqual(acts);
  });

  it('relays through two replicas, each event once and in order', async () => {
    const second = await stage.replica(probeService(probe));
    const ids = Array.from({ length: 4 }, () => randomUUID());
    for (let n = 0; n < 20; n += 1) await Promise.all(ids.map((id, i) => announce(id, `act-${n}`, (n + i) % 2 === 0 ? service : second)));
    await allSent();
    const held = await stage.held();
    for (const id of ids) expect(held.filter(({ subject }) => subject === id).map(({ data }) => data.act)).toEqual(Array.from({ length: 20 }, (_, n) => `act-${n}`));
    await second.stop();
  });

  it('lets commands succeed while the bus is away, and sends their events when it is back', async () => {
    const id = randomUUID();
    await stage.ask(withdrawEntry, { id, reasons: '已停用' });
    await allSent();
    await stage.bus.stop();
    await eventually(async () => !(await service.isReady()));
    await announce(id, 'offline-1');
    await announce(id, 'offline-2');
    await stage.startBus();
    await allSent();
    expect(await eventually(() => stage.actsHeld(id))).toEqual(['submit', 'offline-1', 'offline-2']);
    await eventually(() => service.isReady());
  });

  it('forgets events after the retention', async () => {
    const id = randomUUID();
    await stage.sql('UPDATE outbox SET created_at = $1', ['2020-01-01T00:00:00Z']);
    await announce(id, 'new');
    await allSent();
    const third = await stage.replica(probeService(probe));
    await eventually(async () => (await stage.sql('SELECT 1 FROM outbox')).length === 1);
    await third.stop();
  });
});
