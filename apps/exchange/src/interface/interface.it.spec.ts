import { createServer, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addInterface, changeInterface, channelBroken, entryHandedIn, entryPublished, entryWithdrawn, findConnectivityTests, findInterfaces, getDataSet, getInterface, interfaceBound, interfaceChanged, interfaceProbed,
  interfaceRecovered, interfaceRegistered, interfaceUnhealthy, registerInterface, retireInterface, testConnectivity, type InterfaceContent, type InterfaceView,
} from '@gongshu/contracts';
import { partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { exchangeService } from '../index.js';

const ROWS = [{ code: '130000', name: '河北省', level: '省', population: 74 }];

/** A department's own REST service, and a relay into its zone. */
async function startProvider(): Promise<{ readonly url: string; readonly seen: string[]; rows: unknown; status: number; close(): Promise<void> }> {
  const provider = { url: '', seen: [] as string[], rows: ROWS as unknown, status: 200, close: () => new Promise<void>((resolve) => void server.close(() => resolve())) };
  const server: Server = createServer((request, response) => {
    provider.seen.push(`${String(request.headers['x-forwarded-host'] ?? '')} ${request.url ?? ''}`.trim());
    response.writeHead(provider.status, { 'content-type': 'application/json' }).end(JSON.stringify(provider.rows));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  provider.url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
  return provider;
}

const place = (pack: string): { code: string; name: string; level: string; pack: string } => ({ hebei: { code: '130000', name: '河北省', level: 'PROVINCE', pack }, fushun: { code: '210400', name: '抚顺市', level: 'CITY', pack } })[pack] ?? { code: '360800', name: '吉安市', level: 'CITY', pack };
const somebody = (pack: string, id: string, role: 'DATA_ADMINISTRATOR' | 'DATA_AUTHORITY' | 'OPERATOR'): TestParty => {
  const { code, level } = place(pack);
  return person({ id, name: id, division: code, level, node: code }, role);
};
const described = (differs: Partial<InterfaceContent> = {}): InterfaceContent => ({
  name: '行政区划查询服务', description: '按代码查询行政区划', callMethod: 'GET,参数 code,返回 JSON 数组', maintainer: { name: '信息中心', unit: '市民政局' }, ...differs,
});
const items = [{ column: 'code', name: '代码', type: 'TEXT' }, { column: 'name', name: '名称', type: 'TEXT' }];

interface Node {
  readonly t: TestService;
  readonly provider: TestParty;
  readonly other: TestParty;
  readonly authority: TestParty;
}
async function nodeOf(pack: string, settings: Record<string, string> = {}): Promise<Node> {
  const t = await startTestService(exchangeService, { node: place(pack), settings: { PRIVATE_INTERFACES_ALLOWED: 'true', ...settings } });
  return { t, provider: somebody(pack, 'civil-affairs', 'DATA_ADMINISTRATOR'), other: somebody(pack, 'education', 'DATA_ADMINISTRATOR'), authority: somebody(pack, 'big-data', 'DATA_AUTHORITY') };
}

/** A service bound to a published entry under logical access, tested and found well. */
async function served({ t, provider }: Node, url: string, differs: Partial<InterfaceContent> = {}): Promise<{ readonly entryId: string; readonly service: InterfaceView }> {
  const service = await t.ask(addInterface, described({ url, ...differs }), provider);
  const entry = publishedEntry(partyOf(provider), { items, aggregation: 'LOGICAL' });
  await t.announce(entryPublished, entry.id, entry);
  await t.eventually(async () => (await t.query('SELECT FROM data_resource WHERE entry_id = $1', [entry.id])).length === 1);
  await t.ask(registerInterface, { entryId: entry.id, interfaceId: service.id }, provider);
  return { entryId: entry.id, service };
}

describe('interfaces registered in hebei', () => {
  let node: Node;
  let source: Awaited<ReturnType<typeof startProvider>>;
  let relay: Awaited<ReturnType<typeof startProvider>>;
  beforeAll(async () => {
    [source, relay] = await Promise.all([startProvider(), startProvider()]);
    node = await nodeOf('hebei', { ZONE_CHANNELS: `government-private=${relay.url}` });
  });
  afterAll(async () => {
    await node.t.stop();
    await Promise.all([source.close(), relay.close()]);
  });

  it('show their address to their owner, what they answer to everybody with business, and nothing to others', async () => {
    const { t, provider, other } = node;
    const openapi = JSON.stringify({ openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: { '/rows': { get: { parameters: [{ in: 'query', name: 'divisionCode', schema: { type: 'string' } }] } } } });
    const own = await t.ask(addInterface, described({ url: `${source.url}/rows`, openapi, parameters: [{ ours: 'where.code', theirs: 'divisionCode' }] }), provider);
    expect(own).toMatchObject({ version: 1, url: `${source.url}/rows`, openapi, zone: 'extranet', access: 'THROUGH_GATEWAY', health: 'UNKNOWN', owner: { id: 'civil-affairs' } });
    expect(await t.ask(getInterface, { id: own.id }, other)).toMatchObject({ name: '行政区划查询服务', description: '按代码查询行政区划', callMethod: own.callMethod, url: null, openapi: null });
    expect((await t.ask(findInterfaces, {}, other)).items.map(({ id, url }) => [id, url])).toContainEqual([own.id, null]);
    const operator = somebody('hebei', 'operations', 'OPERATOR');
    expect((await refusal(t.ask(getInterface, { id: own.id }, operator))).definition.status).toBe(404);
    expect((await t.ask(findInterfaces, {}, operator)).items).toEqual([]);
    await t.eventually(() => t.seen(interfaceChanged).some(({ data }) => data.id === own.id && data.what === 'REGISTERED'));
    expect(JSON.stringify(t.seen(interfaceChanged))).not.toContain(source.url);
  });

  it('take no document that is not OpenAPI, leads elsewhere or does not describe what is mapped', async () => {
    const { t, provider } = node;
    const wrong: readonly [Partial<InterfaceContent>, string, string][] = [
      [{ openapi: 'openapi: 3.0.0' }, '/openapi', 'json'],
      [{ openapi: '{"swagger":"2.0"}' }, '/openapi', 'version'],
      [{ openapi: '{"openapi":"3.0.3"}' }, '/openapi', 'paths'],
      [{ openapi: '{"openapi":"3.0.3","paths":{"/a":{"$ref":"http://10.0.0.1/secret"}}}' }, '/openapi', 'external-reference'],
      [{ openapi: `{"openapi":"3.0.3","paths":${'{"a":'.repeat(80)}1${'}'.repeat(80)}}` }, '/openapi', 'too-deep'],
      [{ openapi: '{"openapi":"3.0.3","paths":{}}', parameters: [{ ours: 'limit', theirs: 'size' }] }, '/parameters/0/theirs', 'not-described'],
      [{ url: 'http://data.example/rows', openapi: '{"openapi":"3.0.3","paths":{"/rows":{"get":{"parameters":[{"in":"query","name":"a","schema":{"pattern":"(a+)+$"}}]}}}}' }, '/openapi', 'unsafe-pattern'],
      [{ parameters: [{ ours: 'limit', theirs: 'size' }, { ours: 'offset', theirs: 'size' }] }, '/parameters/1', 'twice'],
      [{ url: 'http://user:secret@data.example/' }, '/url', 'credentials'],
    ];
    for (const [differs, pointer, code] of wrong) {
      expect(await refusal(t.ask(addInterface, described(differs), provider))).toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer, code }] } });
    }
  });

  it('[HEB-32-3] set no technical requirement that obstructs sharing, unless a law or administrative regulation provides it', async () => {
    const { t, provider } = node;
    const restrictions = [{ kind: 'EXCLUSIVE_CLIENT', description: '须安装专用客户端' }];
    const basis = (level: string): Partial<InterfaceContent> => ({ restrictions, legalBasis: { level, title: '中华人民共和国密码法', article: '二十七' } });
    const refused = (pointer: string): object => ({ definition: { status: 422, code: 'exchange/refused-by-law' }, parts: { article: { pack: 'hebei', article: '32' }, errors: [{ pointer, code: 'restriction-without-basis' }] } });
    expect(await refusal(t.ask(addInterface, described({ restrictions }), provider))).toMatchObject(refused('/legalBasis'));
    for (const level of ['RULE', 'POLICY', 'REGULATION']) expect(await refusal(t.ask(addInterface, described(basis(level)), provider))).toMatchObject(refused('/legalBasis/level'));
    for (const level of ['LAW', 'ADMINISTRATIVE_REGULATION']) expect(await t.ask(addInterface, described(basis(level)), provider)).toMatchObject({ restrictions, legalBasis: { level } });
    const open = await t.ask(addInterface, described(), provider);
    expect(await refusal(t.ask(changeInterface, { id: open.id, version: 1, ...described({ restrictions }) }, provider))).toMatchObject(refused('/legalBasis'));
  });

  it('are their owner’s to change, from the version it has read, and whoever reads through them is led to the new address', async () => {
    const { t, provider, other } = node;
    const { entryId, service } = await served(node, `${source.url}/v1`);
    const openapi = JSON.stringify({ openapi: '3.0.3', info: { title: 'x', version: '1' }, paths: { '/v2': { get: { parameters: [{ in: 'query', name: 'size', schema: { type: 'integer', maximum: 50 } }] } } } });
    const change = { id: service.id, version: 1, ...described({ url: `${source.url}/v2`, openapi, parameters: [{ ours: 'limit', theirs: 'size' }], timeoutMilliseconds: 5000, idempotent: false }) };
    expect((await refusal(t.ask(changeInterface, change, other))).definition.status).toBe(403);
    expect((await refusal(t.ask(changeInterface, { ...change, version: 2 }, provider))).definition.status).toBe(412);
    expect(await t.ask(changeInterface, change, provider)).toMatchObject({ version: 2, url: `${source.url}/v2`, entryIds: [entryId] });
    expect((await refusal(t.ask(changeInterface, change, provider))).definition.status).toBe(412);
    await t.eventually(() => t.seen(interfaceRegistered).filter(({ subject }) => subject === entryId).length === 2);
    expect(t.seen(interfaceRegistered).filter(({ subject }) => subject === entryId).map(({ data }) => data)).toMatchObject([
      { url: `${source.url}/v1`, interfaceId: service.id, version: 1, zone: 'extranet', idempotent: true, parameters: [] },
      {
        url: `${source.url}/v2`, interfaceId: service.id, version: 2, timeoutMilliseconds: 5000, idempotent: false, parameters: [{ ours: 'limit', theirs: 'size' }],
        parameterSchema: JSON.stringify({ type: 'object', additionalProperties: false, properties: { size: { type: 'integer', maximum: 50 } }, required: [] }),
      },
    ]);
    expect(await t.ask(getDataSet, { entryId }, provider)).toMatchObject({ interfaceUrl: `${source.url}/v2` });
    expect(await refusal(t.ask(retireInterface, { id: service.id }, provider))).toMatchObject({ definition: { status: 409, code: 'exchange/interface-in-use' } });
    await t.announce(entryWithdrawn, entryId, { id: entryId, node: '130000', version: 1, withdrawnAt: '2026-03-02T01:00:00.000Z' });
    await t.eventually(() => t.seen(interfaceBound).some(({ data }) => data.entryId === entryId && data.interfaceId === null));
    expect((await t.ask(retireInterface, { id: service.id }, provider)).retiredAt).not.toBeNull();
    expect((await refusal(t.ask(getInterface, { id: service.id }, other))).definition.status).toBe(404);
    expect((await refusal(t.ask(registerInterface, { entryId, interfaceId: service.id }, provider))).definition.code).toBe('exchange/interface-retired');
  });

  it('stand behind an entry from the moment it is handed in, which nobody but its provider sees before it is published', async () => {
    const { t, provider, other } = node;
    const service = await t.ask(addInterface, described({ url: `${source.url}/early` }), provider);
    const { id, name } = publishedEntry(partyOf(provider));
    await t.announce(entryHandedIn, id, { id, version: 1, provider: partyOf(provider), name, aggregation: 'LOGICAL', personalData: false, items, interfaceId: service.id });
    await t.eventually(() => t.seen(interfaceProbed).some(({ data }) => data.entryId === id && data.result === 'LOADED' && data.records === 1));
    expect(t.seen(interfaceBound).filter(({ subject }) => subject === id).map(({ data }) => data)).toEqual([{ entryId: id, interfaceId: service.id, described: true }]);
    expect(await t.ask(getDataSet, { entryId: id }, provider)).toMatchObject({ interfaceUrl: `${source.url}/early` });
    expect((await refusal(t.ask(getDataSet, { entryId: id }, other))).definition.status).toBe(404);
    expect((await refusal(t.ask(registerInterface, { entryId: id, url: source.url }, other))).definition.status).toBe(404);
    expect((await t.ask(getInterface, { id: service.id }, other)).entryIds).toEqual([]);
    const strangers = await t.ask(addInterface, described({ url: source.url }), other);
    expect((await refusal(t.ask(registerInterface, { entryId: id, interfaceId: strangers.id }, provider))).definition.status).toBe(404);
    for (const input of [{ entryId: id }, { entryId: id, url: source.url, interfaceId: service.id }]) expect((await refusal(t.ask(registerInterface, input, provider))).definition.status).toBe(422);
  });

  it('serve nothing from their provider’s place unless they have an address', async () => {
    const { t, provider } = node;
    const without = await t.ask(addInterface, described(), provider);
    const entry = publishedEntry(partyOf(provider), { items, aggregation: 'LOGICAL' });
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT FROM data_resource WHERE entry_id = $1', [entry.id])).length === 1);
    expect((await refusal(t.ask(registerInterface, { entryId: entry.id, interfaceId: without.id }, provider))).definition.code).toBe('exchange/wrong-aggregation');
    expect((await refusal(t.ask(testConnectivity, { id: without.id }, provider))).definition.status).toBe(409);
  });

  it('in another network zone are called through its channel, and a broken channel is told', async () => {
    const { t, provider } = node;
    const { service } = await served(node, 'http://10.77.0.1:9000/rows', { zone: 'government-private' });
    expect(await t.ask(testConnectivity, { id: service.id }, provider)).toMatchObject({ result: 'LOADED', healthy: true });
    expect(relay.seen).toContain('10.77.0.1:9000 /rows?limit=1');
    relay.status = 502;
    expect(await t.ask(testConnectivity, { id: service.id }, provider)).toMatchObject({ result: 'CHANNEL_BROKEN', healthy: false });
    await t.eventually(() => t.seen(channelBroken).some(({ data }) => data.zone === 'government-private' && data.interfaceId === service.id));
    relay.status = 200;
  });
});

describe('interfaces registered in fushun', () => {
  let node: Node;
  let source: Awaited<ReturnType<typeof startProvider>>;
  beforeAll(async () => {
    source = await startProvider();
    node = await nodeOf('fushun', { INTERFACE_PROBE_SECONDS: '60' });
  });
  afterAll(async () => {
    await node.t.stop();
    await source.close();
  });

  it('[FUS-18-1] are not registered point to point, beside the platform', async () => {
    const { t, provider } = node;
    const refused = { definition: { status: 422 }, parts: { article: { pack: 'fushun', article: '18' }, errors: [{ pointer: '/access', code: 'platform-only' }] } };
    expect(await refusal(t.ask(addInterface, described({ url: source.url, access: 'DIRECT' }), provider))).toMatchObject(refused);
    const own = await t.ask(addInterface, described({ url: source.url, access: 'THROUGH_GATEWAY' }), provider);
    expect(await refusal(t.ask(changeInterface, { id: own.id, version: 1, ...described({ url: source.url, access: 'DIRECT' }) }, provider))).toMatchObject(refused);
  });

  it('[FUS-6-6] are tested by the authority, with result, time and operator on record, and a failure alerts the owner', async () => {
    const { t, provider, other, authority } = node;
    const { entryId, service } = await served(node, `${source.url}/rows`);
    expect(await t.ask(testConnectivity, { id: service.id }, authority)).toMatchObject({ result: 'LOADED', healthy: true, testedAt: '2026-03-02T01:00:00.000Z', operator: authority.client, organisation: 'big-data' });
    source.status = 500;
    expect(await t.ask(testConnectivity, { id: service.id }, authority)).toMatchObject({ result: 'NOT_ROWS', healthy: false });
    source.status = 200;
    await t.eventually(() => t.seen(interfaceUnhealthy).some(({ subject }) => subject === service.id));
    expect(t.seen(interfaceUnhealthy).find(({ subject }) => subject === service.id)?.data).toEqual({ interfaceId: service.id, ownerId: 'civil-affairs', result: 'NOT_ROWS', entryIds: [entryId] });
    expect(await t.ask(testConnectivity, { id: service.id }, provider)).toMatchObject({ healthy: true, organisation: 'civil-affairs' });
    const { items: record } = await t.ask(findConnectivityTests, { id: service.id }, authority);
    expect(record.filter(({ organisation }) => organisation !== null).map(({ result, operator }) => [result, operator])).toEqual([['LOADED', provider.client], ['NOT_ROWS', authority.client], ['LOADED', authority.client]]);
    for (const asked of [() => t.ask(testConnectivity, { id: service.id }, other), () => t.ask(findConnectivityTests, { id: service.id }, other)]) expect((await refusal(asked())).definition.status).toBe(403);
    expect((await refusal(t.ask(testConnectivity, { id: randomUUID() }, authority))).definition.status).toBe(404);
  });

  it('are called at no address that is not theirs to be called at', async () => {
    const { t, provider } = node;
    const { id } = await t.ask(addInterface, described({ url: 'http://169.254.169.254/latest' }), provider);
    expect(await t.ask(testConnectivity, { id }, provider)).toMatchObject({ result: 'FORBIDDEN_ADDRESS', healthy: false });
  });
});

describe('interfaces registered in jian', () => {
  let node: Node;
  let source: Awaited<ReturnType<typeof startProvider>>;
  beforeAll(async () => {
    source = await startProvider();
    node = await nodeOf('jian', { INTERFACE_PROBE_SECONDS: '60' });
  });
  afterAll(async () => {
    await node.t.stop();
    await source.close();
  });

  it('[JIA-7-1] are not registered point to point, beside the data centre', async () => {
    const { t, provider } = node;
    expect(await refusal(t.ask(addInterface, described({ url: source.url, access: 'DIRECT' }), provider))).toMatchObject({ definition: { status: 422 }, parts: { article: { pack: 'jian', article: '7' } } });
  });

  it('[JIA-10-5] have a maintainer and a health, and a connection that is lost is told to their department once, as is its return', async () => {
    const { t, provider, other } = node;
    const { entryId, service } = await served(node, `${source.url}/live`);
    const healthOf = async (): Promise<unknown> => (await t.ask(getInterface, { id: service.id }, other)).health;
    await t.eventually(async () => (await healthOf()) === 'HEALTHY');
    expect(await t.ask(getInterface, { id: service.id }, other)).toMatchObject({ maintainer: { name: '信息中心', unit: '市民政局' } });
    const { maintainer: _nobody, ...unattended } = described({ url: source.url });
    expect((await refusal(t.ask(addInterface, unattended as InterfaceContent, provider))).definition.status).toBe(422);
    expect(await refusal(t.ask(registerInterface, { entryId, url: `${source.url}/unattended` }, provider))).toMatchObject({ definition: { status: 422 }, parts: { article: { pack: 'jian', article: '10' } } });

    const alerts = (): unknown[] => t.seen(interfaceUnhealthy).filter(({ subject }) => subject === service.id).map(({ data }) => data);
    source.status = 503;
    for (const minutes of [2, 4, 6]) {
      t.clock.travelTo(`2026-03-02T09:0${String(minutes)}:00+08:00`);
      await t.fireDueTimers();
      await t.eventually(async () => (await t.query<{ tested_at: Date }>('SELECT tested_at FROM registered_interface WHERE id = $1', [service.id]))[0]?.tested_at.toISOString() === `2026-03-02T01:0${String(minutes)}:00.000Z`);
    }
    expect(await healthOf()).toBe('UNHEALTHY');
    await t.eventually(() => alerts().length === 1);
    expect(alerts()).toEqual([{ interfaceId: service.id, ownerId: 'civil-affairs', result: 'NOT_ROWS', entryIds: [entryId] }]);
    source.status = 200;
    t.clock.travelTo('2026-03-02T09:08:00+08:00');
    await t.fireDueTimers();
    await t.eventually(() => t.seen(interfaceRecovered).some(({ subject }) => subject === service.id));
    expect(await healthOf()).toBe('HEALTHY');
    expect(alerts()).toHaveLength(1);
    const kept = await t.ask(findConnectivityTests, { id: service.id }, provider);
    expect(kept.items.map(({ result }) => result)).toEqual(['LOADED', 'NOT_ROWS', 'LOADED']);
  });
});
