import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Problem, withdrawEntry, type EntryView } from '@gongshu/contracts';
import type { RunningService, Transaction } from '@gongshu/service-kit';
import { databaseAway } from '@gongshu/service-kit/internal';
import { announceMove, Probe, probeService, recordEffect } from './probe-service.js';
import { Stage } from './stage.js';

/** Two acts meet here, each time both have come so far. */
function meeting(): () => Promise<void> {
  let here = 0;
  let open: () => void = () => undefined;
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    here += 1;
    if (here >= 2) open();
    return both;
  };
}

describe('unit of work', () => {
  const probe = new Probe();
  const usual = probe.answer;
  let stage: Stage;
  let service: RunningService;

  beforeAll(async () => {
    stage = await Stage.open();
    service = await stage.replica(probeService(probe));
    await stage.sql('CREATE TABLE counter (id text PRIMARY KEY, n integer NOT NULL)');
    await stage.sql(`INSERT INTO counter VALUES ('a', 0), ('b', 0)`);
  });
  afterAll(async () => {
    await stage.close();
  });
  afterEach(async () => {
    probe.answer = usual;
    await stage.sql('UPDATE counter SET n = 0');
  });

  const counters = (): Promise<{ id: string; n: number }[]> => stage.sql('SELECT id, n FROM counter ORDER BY id');
  const add = (tx: Transaction, id: string): Promise<unknown> => tx.query('UPDATE counter SET n = n + 1 WHERE id = $1', [id]);
  const run = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => service.unitOfWork.run(stage.context(), work);
  const outboxOf = (id: string): Promise<unknown[]> => stage.sql(`SELECT 1 FROM outbox WHERE envelope->>'subject' = $1`, [id]);

  it('runs an act again that lost a deadlock, so that both commit, each with its event once', async () => {
    const meet = meeting();
    let runs = 0;
    const ids = [randomUUID(), randomUUID()];
    const act = (first: string, second: string, id: string): Promise<void> =>
      run(async (tx) => {
        runs += 1;
        announceMove(tx, id);
        await add(tx, first);
        await meet();
        await add(tx, second);
      });
    await Promise.all([act('a', 'b', ids[0] ?? ''), act('b', 'a', ids[1] ?? '')]);
    expect(runs).toBe(3);
    expect(await counters()).toEqual([{ id: 'a', n: 2 }, { id: 'b', n: 2 }]);
    for (const id of ids) expect(await outboxOf(id)).toHaveLength(1);
  });

  it('runs an act again that could not be serialised', async () => {
    const meet = meeting();
    let runs = 0;
    const act = (): Promise<void> =>
      run(async (tx) => {
        runs += 1;
        await tx.query('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE');
        const [row] = await tx.query<{ n: number }>('SELECT n FROM counter WHERE id = $1', ['a']);
        await meet();
        await tx.query('UPDATE counter SET n = $2 WHERE id = $1', ['a', (row?.n ?? 0) + 1]);
      });
    await Promise.all([act(), act()]);
    expect(runs).toBe(3);
    expect(await counters()).toContainEqual({ id: 'a', n: 2 });
  });

  it('gives up after three tries, and lets other failures pass at once', async () => {
    let runs = 0;
    const failing = (code: string): Promise<unknown> =>
      run(async (tx) => {
        runs += 1;
        await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '${code}'; END $$`);
      });
    await expect(failing('40P01')).rejects.toThrow('made up');
    expect(runs).toBe(3);
    await expect(failing('23505')).rejects.toThrow('made up');
    expect(runs).toBe(4);
  });

  it('does not report an act as done whose transaction had failed on the way', async () => {
    const swallowing = run(async (tx) => {
      await recordEffect(tx, 'swallowed', 'x');
      await tx.query('SELECT 1 / 0').catch(() => undefined);
      return 'done';
    });
    await expect(swallowing).rejects.toThrow('swallowed the fault of a statement');
    expect(await stage.effects('swallowed')).toEqual([]);
  });

  it('says that the outcome is unknown where the connection is lost at the commit', async () => {
    const lost = run(async (tx) => {
      await tx.query(`CREATE TEMPORARY TABLE doomed (id integer) ON COMMIT DROP`);
      await tx.query(`CREATE FUNCTION pg_temp.doom() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'`);
      await tx.query('CREATE CONSTRAINT TRIGGER doom AFTER INSERT ON doomed DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pg_temp.doom()');
      await tx.query('INSERT INTO doomed VALUES (1)');
      tx.write('unawaited', 'SELECT $1::text', ['x']);
    });
    expect(databaseAway(await lost.catch((error: unknown) => error))?.definition.code).toBe('capacity/service-timeout');
  });

  it('refuses to announce in a query', async () => {
    const reading = service.unitOfWork.read(stage.context(), (tx) => {
      announceMove(tx, randomUUID());
      return Promise.resolve();
    });
    await expect(reading).rejects.toThrow('announced an event in a query');
  });

  it('gives repeated commands, also simultaneous ones, one effect and the same reply', async () => {
    const id = randomUUID();
    let runs = 0;
    probe.answer = (input, ctx, unitOfWork) =>
      unitOfWork.run(
        ctx,
        async (tx) => {
          runs += 1;
          await recordEffect(tx, 'repeated', id);
          announceMove(tx, id);
          return { id, code: `run ${runs}` };
        },
        input,
      );
    const ask = (): Promise<EntryView> => stage.ask(withdrawEntry, { id, reasons: '已停用' }, { idempotencyKey: `key-${id}` });
    const replies = [...(await Promise.all([ask(), ask(), ask(), ask(), ask()])), await ask()];
    expect(runs).toBe(1);
    expect(new Set(replies.map((reply) => JSON.stringify(reply)))).toEqual(new Set([JSON.stringify({ id, code: 'run 1' })]));
    expect(await stage.effects('repeated')).toEqual([id]);
    expect(await outboxOf(id)).toHaveLength(1);
  });

  it('lets a command be repeated under its key after it failed', async () => {
    const id = randomUUID();
    probe.answer = () => Promise.reject(new Error('not this time'));
    await expect(stage.ask(withdrawEntry, { id, reasons: '已停用' }, { idempotencyKey: `key-${id}` })).rejects.toThrow();
    probe.answer = usual;
    expect(await stage.ask(withdrawEntry, { id, reasons: '已停用' }, { idempotencyKey: `key-${id}` })).toEqual({ id });
  });

  it('refuses another command under the same key', async () => {
    const [id, other] = [randomUUID(), randomUUID()];
    await stage.ask(withdrawEntry, { id, reasons: '已停用' }, { idempotencyKey: `key-${id}` });
    const refused = stage.ask(withdrawEntry, { id: other, reasons: '已停用' }, { idempotencyKey: `key-${id}` });
    await expect(refused).rejects.toThrow(Problem);
    await expect(refused).rejects.toThrow('state/idempotency-key-reused');
    expect((await stage.effects('answered')).filter((found) => found === other)).toEqual([]);
  });
});
