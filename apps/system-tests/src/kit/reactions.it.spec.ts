import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventSubject, organisationRegistered, Problem, problems, type EventEnvelope } from '@gongshu/contracts';
import type { DeadLetter, RunningService } from '@gongshu/service-kit';
import { freePort } from '@gongshu/local-servers';
import { eventually } from '@gongshu/testing';
import { Probe, probeService, recordEffect } from './probe-service.js';
import { Stage } from './stage.js';

const IDENTITY_SUBJECT = eventSubject('130000', 'identity', 'organisation-registered', 1);

describe('reactions', () => {
  const probe = new Probe();
  const usual = probe.react;
  let stage: Stage;
  let service: RunningService;
  let ops: string;
  let nextThing = 0;

  const thing = (): string => `thing-${(nextThing += 1)}`;
  const publish = (event: EventEnvelope, messageId?: string): Promise<void> => stage.publish(organisationRegistered, event, messageId);
  const reacted = (): Promise<string[]> => stage.effects('reacted');
  const reactedTo = async (id: string): Promise<number> => (await reacted()).filter((found) => found === id).length;
  const passesOn = async (): Promise<void> => {
    const next = stage.registered(thing());
    await publish(next);
    await eventually(async () => (await reactedTo(next.subject)) === 1);
  };

  beforeAll(async () => {
    stage = await Stage.open();
    const port = await freePort();
    ops = `http://127.0.0.1:${port}`;
    service = await stage.replica(probeService(probe), { OPS_PORT: String(port) });
  });
  afterAll(async () => {
    await stage.close();
  });
  afterEach(() => {
    probe.react = usual;
  });

  it('lets an event that comes twice, under two message ids, have its effect once', async () => {
    const event = stage.registered(thing());
    await publish(event, randomUUID());
    await publish(event, randomUUID());
    await passesOn();
    expect(await reactedTo(event.subject)).toBe(1);
  });

  it('rolls back the effect of a reaction that fails afterwards, tries again with growing pauses, and keeps the order', async () => {
    const [first, second] = [stage.registered(thing()), stage.registered(thing())];
    const tries: number[] = [];
    probe.react = async (event, tx) => {
      await usual(event, tx);
      if (event.subject !== first.subject) return;
      tries.push(performance.now());
      if (tries.length < 3) throw new Error('passing trouble');
    };
    await publish(first);
    await publish(second);
    await eventually(async () => (await reactedTo(second.subject)) === 1);
    expect((await reacted()).slice(-2)).toEqual([first.subject, second.subject]);
    const [one = 0, two = 0, three = 0] = tries;
    expect(tries).toHaveLength(3);
    expect(two - one).toBeGreaterThan(90);
    expect(three - two).toBeGreaterThan(450);
  });

  const broken: [string, (event: EventEnvelope) => unknown][] = [
    ['is not JSON', () => 'not json'],
    ['is no object', () => 42],
    ['has no UUID for an id', (event) => ({ ...event, id: 'seven' })],
    ['has a list for an id', (event) => ({ ...event, id: [event.id] })],
    ['breaks its contract', (event) => ({ ...event, data: { id: 'X' } })],
    ['carries a list instead of data', (event) => ({ ...event, data: [] })],
    ['has no data', (event) => ({ ...event, data: undefined })],
    ['is of a type this release does not know', (event) => ({ ...event, type: 'gongshu.identity.moon-landed.v1' })],
    ['is of another type than its subject', (event) => ({ ...event, type: 'gongshu.identity.client-revoked.v1' })],
    ['says it is from another node than its subject', (event) => ({ ...event, node: '370000' })],
  ];
  it.each(broken)('puts a message aside that %s, and goes on', async (_what, breakIt) => {
    const event = stage.registered(thing());
    const body = breakIt(event);
    await stage.all.request(IDENTITY_SUBJECT, typeof body === 'string' ? body : JSON.stringify(body));
    await passesOn();
    const letters = await stage.sql<{ body: string }>('DELETE FROM dead_letter RETURNING body');
    expect(letters.map((letter) => letter.body)).toEqual([typeof body === 'string' ? body : JSON.stringify(body)]);
    expect(await reactedTo(event.subject)).toBe(0);
  });

  it('puts a message aside that holds NUL and bytes that are no text', async () => {
    await stage.all.request(IDENTITY_SUBJECT, new Uint8Array([0x7b, 0x00, 0xff, 0xfe]));
    await passesOn();
    expect(await stage.sql('DELETE FROM dead_letter RETURNING id')).toHaveLength(1);
  });

  it('puts an event aside that its reaction refuses, shows it to the operator, and replays it once', async () => {
    const event = stage.registered(thing());
    let refusing = true;
    probe.react = async (found, tx) => {
      if (found.subject === event.subject && refusing) throw new Problem(problems.conflict, { detail: 'not yet' });
      await recordEffect(tx, 'reacted', found.subject);
    };
    await publish(event);
    await passesOn();

    const list = async (): Promise<DeadLetter[]> => ((await (await fetch(`${ops}/dead-letters`)).json()) as { items: DeadLetter[] }).items;
    const replay = async (id: string): Promise<{ status: number; replayed: boolean; reason?: string }> => {
      const response = await fetch(`${ops}/dead-letters/${id}/replay`, { method: 'POST' });
      return { status: response.status, ...((await response.json()) as { replayed: boolean; reason?: string }) };
    };
    const [letter] = await list();
    expect(letter).toMatchObject({ reaction: 'when-organisation-registered', busSubject: IDENTITY_SUBJECT, reason: 'state/conflict: not yet' });
    const id = letter?.id ?? '';

    expect(await replay(id)).toMatchObject({ status: 409, replayed: false, reason: 'state/conflict: not yet' });
    expect(await reactedTo(event.subject)).toBe(0);
    refusing = false;
    expect((await Promise.all([replay(id), replay(id)])).map(({ replayed }) => replayed).sort()).toEqual([false, true]);
    expect(await reactedTo(event.subject)).toBe(1);
    expect(await list()).toEqual([]);
    expect(await replay(id)).toMatchObject({ status: 404, replayed: false });
    // The bus may bring it once more; it has had its effect.
    await publish(event, randomUUID());
    await passesOn();
    expect(await reactedTo(event.subject)).toBe(1);
  });

  it('keeps one dead letter of an event that the bus brings again', async () => {
    const event = stage.registered(thing());
    probe.react = (found, tx) => (found.subject === event.subject ? Promise.reject(new Problem(problems.conflict)) : usual(found, tx));
    await publish(event, randomUUID());
    await publish(event, randomUUID());
    await passesOn();
    expect(await stage.sql('DELETE FROM dead_letter WHERE replayed_at IS NULL RETURNING id')).toHaveLength(1);
  });

  it('takes many at a time, and one that it refuses does not hold up its batch', async () => {
    const usualMany = probe.reactToMany;
    const sizes: number[] = [];
    let waiting = true;
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    probe.reactToMany = async (events, tx) => {
      if (waiting) await begun;
      sizes.push(events.length);
      if (events.some(({ subject }) => subject === 'bad')) throw new Problem(problems.conflict);
      await usualMany(events, tx);
    };
    const subjects = ['a', 'b', 'bad', 'c', 'd'];
    for (const subject of ['first', ...subjects]) await stage.publishShared(subject);
    await eventually(async () => (await stage.inHand('EV_SHARING', 'catalogue--when-anything-is-shared')) === 6);
    waiting = false;
    begin();
    await eventually(async () => (await stage.effects('reacted in a batch')).length === 5);
    expect(await stage.effects('reacted in a batch')).toEqual(['first', 'a', 'b', 'c', 'd']);
    expect(Math.max(...sizes)).toBeGreaterThan(1);
    expect(await eventually(() => stage.sql('DELETE FROM dead_letter WHERE replayed_at IS NULL RETURNING reaction'))).toEqual([{ reaction: 'when-anything-is-shared' }]);
  });

  it('handles an event once though two replicas share the reaction, and in order', async () => {
    const second = await stage.replica(probeService(probe));
    const events = Array.from({ length: 40 }, () => stage.registered(thing()));
    for (const event of events) await publish(event);
    await eventually(async () => (await reactedTo(events.at(-1)?.subject ?? '')) === 1);
    expect((await reacted()).slice(-40)).toEqual(events.map(({ subject }) => subject));
    await second.stop();
    await passesOn();
    expect(await service.isReady()).toBe(true);
  });
});
