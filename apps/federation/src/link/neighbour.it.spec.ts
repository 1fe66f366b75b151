import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkpointSigned, entryPublished, FEDERATION_VERBS, findLanes, Problem, registerNode, type EventEnvelope } from '@gongshu/contracts';
import { connectBus, createLogger, FederationLink } from '@gongshu/service-kit';
import { startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { federationService } from '../index.js';

const authority: TestParty = { client: 'hebei-data', organisation: '130000-data-authority', name: '河北省数据和政务服务局', division: '130000', level: 'PROVINCE', roles: ['DATA_AUTHORITY'], node: '130000' };
const logger = createLogger('silent', {});

/** A checkpoint as a city's audit service would announce it. */
function checkpoint(node: string, size: number, changes: Partial<EventEnvelope> = {}): EventEnvelope {
  return {
    specversion: '1.0', id: randomUUID(), source: `/nodes/${node}/audit`, type: checkpointSigned.type, subject: 'log', time: '2026-03-02T01:00:00.000Z', datacontenttype: 'application/json',
    traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`, node, jurisdiction: 'hebei', actor: 'platform:sign', organisation: '',
    data: { checkpoint: 'note', logKey: 'key', previousSize: size - 1, size, consistency: [] }, ...changes,
  };
}

async function refusal(promise: Promise<unknown>): Promise<Problem> {
  const outcome: unknown = await promise.then(() => null, (error: unknown) => error);
  expect(outcome).toBeInstanceOf(Problem);
  return outcome as Problem;
}

describe('a province and the neighbours that call it', () => {
  let province: TestService;
  const open: { close(): Promise<unknown> }[] = [];

  beforeAll(async () => {
    province = await startTestService(federationService, { children: ['130100', '130200', '130300', '130400'], settings: { FEDERATION_PASSWORD: 'test-fed' } });
    for (const code of ['130100', '130200', '130300']) await province.ask(registerNode, { code, name: code, level: 'CITY', kind: 'NODE', constructionPlan: '已审' }, authority);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
  });
  afterAll(async () => {
    await province.stop();
  });

  async function asNode(own: string, serve: Record<string, () => Promise<unknown>> = {}): Promise<FederationLink> {
    const link = new FederationLink({ own, url: province.bus.url, password: `test-fed-${own}`, caFile: '', callers: '130000', clock: province.clock, logger });
    for (const [verb, handler] of Object.entries(serve)) link.serve(verb, handler);
    await link.start('now');
    open.push(link);
    return link;
  }
  const push = (link: FederationLink, epoch: string, after: number, events: readonly (readonly [number, unknown])[]) =>
    link.call('130000', FEDERATION_VERBS.push, { epoch, lane: 'audit', after, events });
  const sizesFrom = (node: string): number[] => province.seen(checkpointSigned).filter((event) => event.node === node).map(({ data }) => data.size);
  const lanesOf = async (node: string) => (await province.ask(findLanes, { limit: 200 }, authority)).items.filter((lane) => lane.node === node);

  it('drops what the parent has already and refuses a gap', async () => {
    const link = await asNode('130100');
    const epoch = randomUUID();
    const events = [1, 2, 3, 4].map((size) => [size, checkpoint('130100', size)] as const);
    expect(await push(link, epoch, 0, events.slice(0, 2))).toEqual({ cursor: 2 });
    expect(await push(link, epoch, 0, events.slice(0, 2))).toEqual({ cursor: 2 });
    expect((await refusal(push(link, epoch, 3, events.slice(3)))).definition).toMatchObject({ code: 'federation/lane-gap', status: 409 });
    expect(await push(link, epoch, 1, events.slice(1))).toEqual({ cursor: 4 });
    await province.eventually(() => sizesFrom('130100').length === 4);
    expect(sizesFrom('130100')).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['numbers that are not consecutive', { events: [[1, {}], [3, {}]] }, '/events/1/0'],
    ['numbers that do not follow the cursor', { events: [[7, {}]] }, '/events/0/0'],
    ['more than a batch', { events: Array.from({ length: 201 }, (_, index) => [index + 1, {}]) }, '/events'],
    ['no events', {}, '/events'],
    ['an unknown lane', { lane: 'gossip', events: [] }, '/lane'],
    ['a negative cursor', { after: -1, events: [] }, '/after'],
    ['an epoch that is none', { epoch: 'first', events: [] }, '/epoch'],
  ])('refuses a push with %s', async (_what, fault, pointer) => {
    const link = await asNode('130300');
    const problem = await refusal(link.call('130000', FEDERATION_VERBS.push, { epoch: randomUUID(), lane: 'audit', after: 0, ...fault }));
    expect(problem.definition.code).toBe('input/invalid');
    expect(problem.parts.errors?.[0]?.pointer).toBe(pointer);
  });

  it('refuses every verb to a node that has an account but is not registered', async () => {
    const link = await asNode('130400');
    const hello = { epoch: randomUUID(), name: '邢台市', level: 'CITY', gatewayUrl: null, issuer: 'urn:gongshu:node:130400', tokenKeys: { keys: [] }, software: 'other 1' };
    const refused = { code: 'federation/not-registered', status: 403 };
    expect((await refusal(link.call('130000', FEDERATION_VERBS.hello, hello))).definition).toMatchObject(refused);
    expect((await refusal(push(link, hello.epoch, 0, []))).definition).toMatchObject(refused);
    expect((await refusal(link.call('130000', FEDERATION_VERBS.pull, { epoch: hello.epoch, lane: 'audit', after: 0, limit: 10 }))).definition).toMatchObject(refused);
  });

  it.each([
    [{ issuer: 'urn:gongshu:node:130000' }, '/issuer'],
    [{ tokenKeys: { keys: 'none' } }, '/tokenKeys'],
    [{ gatewayUrl: 'file:///etc/passwd' }, '/gatewayUrl'],
    [{ level: 'MOON' }, '/level'],
  ])('refuses a hello with %j', async (fault, pointer) => {
    const link = await asNode('130300');
    const hello = { epoch: randomUUID(), name: '秦皇岛市', level: 'CITY', gatewayUrl: null, issuer: 'urn:gongshu:node:130300', tokenKeys: { keys: [] }, software: 'other 1', unknown: 'to us', ...fault };
    const problem = await refusal(link.call('130000', FEDERATION_VERBS.hello, hello));
    expect(problem.definition.code).toBe('input/invalid');
    expect(problem.parts.errors?.[0]?.pointer).toBe(pointer);
  });

  it('puts aside what may not pass, and goes on with what comes behind it', async () => {
    const link = await asNode('130200');
    const twice = checkpoint('130200', 2);
    const bad: [string, unknown][] = [
      ['130200 does not speak for 130000', checkpoint('130000', 1)],
      ['130200 does not speak for 130100', checkpoint('130100', 1)],
      ['unknown type', checkpoint('130200', 1, { type: 'gongshu.audit.no-such-thing.v1' })],
      ['does not cross', checkpoint('130200', 1, { type: entryPublished.type, source: '/nodes/130200/catalogue' })],
      ['is not where', checkpoint('130200', 1, { source: '/nodes/130200/sharing' })],
      ['not CloudEvents', checkpoint('130200', 1, { id: 'one' })],
      ['not an envelope', null],
      ['is not a text', { type: checkpointSigned.type }],
      ['breaks its contract: size', checkpoint('130200', 1, { data: { checkpoint: 'note', logKey: 'key', previousSize: 0, size: 'large', consistency: [] } })],
      ['unsupported Unicode escape', checkpoint('130200', 1, { actor: 'a\u0000b' })],
    ];
    const events = [checkpoint('130200', 1), ...bad.map(([, envelope]) => envelope), twice, twice, checkpoint('130200', 3)].map((envelope, index) => [index + 1, envelope] as const);
    expect(await push(link, randomUUID(), 0, events)).toEqual({ cursor: events.length });
    await province.eventually(() => sizesFrom('130200').length === 3);
    expect(sizesFrom('130200')).toEqual([1, 2, 3]);
    const letters = await province.query<{ bus_subject: string; reason: string }>("SELECT bus_subject, reason FROM dead_letter WHERE reaction = 'apply' ORDER BY id");
    expect(letters).toEqual(bad.map(([reason], index) => ({ bus_subject: `fed.130200.audit.${String(index + 2)}`, reason: expect.stringContaining(reason) as string })));
  });

  it('freezes a lane on which another event comes under a number that is taken', async () => {
    const link = await asNode('130200');
    const [{ epoch } = { epoch: '' }] = await province.query<{ epoch: string }>("SELECT epoch FROM node WHERE code = '130200'");
    expect((await refusal(push(link, epoch, 0, [[1, checkpoint('130200', 99)]]))).definition.code).toBe('federation/lane-frozen');
    expect((await lanesOf('130200')).filter(({ frozen }) => frozen)).toMatchObject([{ lane: 'audit', direction: 'UP' }]);
  });

  it('freezes every lane of a child whose database is another one', async () => {
    const link = await asNode('130100');
    expect((await refusal(push(link, randomUUID(), 4, [[5, checkpoint('130100', 5)]]))).definition).toMatchObject({ code: 'federation/lane-frozen', status: 409 });
    const lanes = await lanesOf('130100');
    expect(lanes).toHaveLength(6);
    expect(lanes.every(({ frozen }) => frozen)).toBe(true);
    expect(sizesFrom('130100')).toEqual([1, 2, 3, 4]);
    expect((await refusal(link.call('130000', FEDERATION_VERBS.pull, { epoch: randomUUID(), lane: 'audit', after: 0, limit: 10 }))).definition.code).toBe('federation/lane-frozen');
  });

  it('gives a child what is its own, from the number it asks for, and freezes when the child has another history', async () => {
    let noticed = false;
    const link = await asNode('130300', { [FEDERATION_VERBS.notify]: () => Promise.resolve((noticed = true)) });
    const epoch = randomUUID();
    const pull = (after: number, more: object = {}) => link.call('130000', FEDERATION_VERBS.pull, { epoch, lane: 'audit', after, limit: 1, ...more }) as Promise<{ last: number; events: [number, EventEnvelope<{ size: number }>][] }>;
    for (const size of [1, 2]) await province.announce(checkpointSigned, 'log', { checkpoint: 'note', logKey: 'key', previousSize: size - 1, size, consistency: [] });
    await province.eventually(async () => (await lanesOf('130300')).find(({ lane, direction }) => lane === 'audit' && direction === 'DOWN')?.last === 2);
    await province.eventually(() => noticed);
    const first = await pull(0);
    expect(first).toMatchObject({ last: 2, events: [[1, { node: '130000', data: { size: 1 } }]] });
    expect((await pull(1)).events).toMatchObject([[2, { data: { size: 2 } }]]);
    expect((await pull(2)).events).toEqual([]);
    expect((await lanesOf('130300')).find(({ lane, direction }) => lane === 'audit' && direction === 'DOWN')).toMatchObject({ last: 2, acknowledged: 2, frozen: false });
    expect((await refusal(pull(2, { seen: '0'.repeat(64) }))).definition.code).toBe('federation/lane-frozen');
    expect((await refusal(link.call('130000', FEDERATION_VERBS.pull, { epoch, lane: 'sharing', after: 7, limit: 1 }))).definition.code).toBe('federation/lane-frozen');
    expect((await lanesOf('130300')).filter(({ frozen }) => frozen).map(({ lane }) => lane)).toEqual(['audit', 'sharing']);
  });

  it('lets a node neither publish nor subscribe under another’s subjects', async () => {
    const connection = await connectBus({ url: province.bus.url, user: 'fed-130100', password: 'test-fed-130100', caFile: '', name: 'test' });
    open.push(connection);
    const refused: string[] = [];
    const watch = async (): Promise<void> => {
      for await (const status of connection.status()) if (status.type === 'error') refused.push(status.error.message);
    };
    void watch();
    const published = ['fed.130000.rpc.130200.up.push', 'fed.130000.rpc.130000.hello', 'fed.130200.rpc.130100.notify', 'fed.130200.rpc.130000.notify', 'rq.identity.issue-token.v1', 'ev.130100.catalogue.entry-published.v1', '$JS.API.STREAM.NAMES'];
    const subscribed = ['fed.130200.rpc.>', 'fed.130000.rpc.>', 'fed.>', '_INBOX.fed-130000.>', '_INBOX.fed-130200.>', '_INBOX.>', 'rq.>', 'ev.>', '>'];
    for (const subject of published) connection.publish(subject, '{}');
    const errors = await Promise.all(subscribed.map((subject) => new Promise<string>((resolve) => connection.subscribe(subject, { callback: (error) => resolve(String(error)) }))));
    for (const [index, error] of errors.entries()) expect(error).toContain(`Permissions Violation for Subscription to "${subscribed[index] ?? ''}"`);
    await connection.flush();
    await province.eventually(() => published.every((subject) => refused.some((message) => message.includes(`Publish to "${subject}"`))));
  });

  it('is refused under another’s name at the connection', async () => {
    const link = new FederationLink({ own: '130200', url: province.bus.url, password: 'test-fed-130100', caFile: '', callers: '130000', clock: province.clock, logger });
    await expect(link.start('now')).rejects.toThrow(/Authorization/);
    await link.close();
  });
});
