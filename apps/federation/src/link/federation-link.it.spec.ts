import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '@gongshu/contracts';
import { createLogger, FederationLink } from '@gongshu/service-kit';
import { eventually, startTestBus, TravelClock, type TestBus } from '@gongshu/testing';

async function refusal(promise: Promise<unknown>): Promise<Problem> {
  const outcome: unknown = await promise.then(() => null, (error: unknown) => error);
  expect(outcome).toBeInstanceOf(Problem);
  return outcome as Problem;
}

describe('a federation link', () => {
  const clock = new TravelClock('2026-03-02T09:00:00+08:00');
  let bus: TestBus;
  let child: FederationLink;
  let parent: FederationLink;
  let release: () => void = () => undefined;
  let hurried = 0;

  beforeAll(async () => {
    bus = await startTestBus('130000', ['130100']);
    const options = { url: bus.url, caFile: '', clock, logger: createLogger('silent', {}) };
    parent = new FederationLink({ ...options, own: '130000', password: 'test-fed', callers: '*' });
    parent.serve('echo', (caller, body) => Promise.resolve({ caller, body }));
    parent.serve('late', () => new Promise((resolve) => (release = () => resolve({}))));
    parent.serve('breaks', () => Promise.reject(new Error('secret detail')));
    parent.serve('up.note', () => Promise.resolve((hurried += 1)));
    child = new FederationLink({ ...options, own: '130100', password: 'test-fed-130100', callers: '130000' });
    await child.start('now');
  });
  afterAll(async () => {
    await child.close();
    await parent.close();
    await bus.stop();
    await bus.remove();
  });

  it('answers NODE_UNREACHABLE at once when nobody answers there', async () => {
    expect((await refusal(child.call('130000', 'echo', {}))).definition).toMatchObject({ code: 'federation/node-unreachable', status: 503 });
  });

  it('names the caller by the subject, whatever the content says', async () => {
    await parent.start('now');
    expect(await child.call('130000', 'echo', { caller: '130200' })).toEqual({ caller: '130100', body: { caller: '130200' } });
  });

  it('tells without waiting for an answer', async () => {
    child.send('130000', 'up.note', { lane: 'audit' });
    await eventually(() => hurried === 1);
  });

  it('answers NODE_TIMEOUT when the outcome is unknown', async () => {
    expect((await refusal(child.call('130000', 'late', {}, { timeoutMilliseconds: 50 }))).definition).toMatchObject({ code: 'federation/node-timeout', status: 504 });
    release();
  });

  it('answers a failure as an id and nothing else', async () => {
    const problem = await refusal(child.call('130000', 'breaks', {}));
    expect(problem.definition.code).toBe('internal/unexpected');
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('does not send to a node that was not heard of for 30 seconds, except to find it again', async () => {
    await child.call('130000', 'echo', {});
    clock.advance(30_001);
    expect((await refusal(child.call('130000', 'echo', {}))).definition.code).toBe('federation/node-unreachable');
    expect(await child.call('130000', 'echo', {}, { probe: true })).toMatchObject({ caller: '130100' });
    expect(await child.call('130000', 'echo', {})).toMatchObject({ caller: '130100' });
  });

  it('is refused by the server under a subject that is not its own', async () => {
    expect((await refusal(child.call('130200', 'echo', {}))).definition.code).toBe('access/forbidden');
  });

  it('answers NODE_TIMEOUT for what was under way when the link went down, and NODE_UNREACHABLE from then on', async () => {
    const underWay = refusal(child.call('130000', 'late', {}, { timeoutMilliseconds: 20_000 }));
    await eventually(async () => (await child.call('130000', 'echo', {})) !== undefined);
    await bus.stop();
    expect((await underWay).definition.code).toBe('federation/node-timeout');
    expect((await refusal(child.call('130000', 'echo', {}))).definition.code).toBe('federation/node-unreachable');
    release();
  });
});
