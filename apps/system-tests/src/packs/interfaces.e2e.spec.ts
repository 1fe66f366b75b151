import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { channelBroken, interfaceUnhealthy, permitsTaken, type EntryContent, type InterfaceView } from '@gongshu/contracts';
import { eventually } from '@gongshu/testing';
import { compileEntry, entryContent, fetchRows, moveEntry, REQUEST, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode, type Reply } from './test-node.js';

const ROWS = [{ code: '130000', name: '河北省', level: '省' }];
const passed = { verdicts: entryContent().items.map(({ column }) => ({ column, accurate: true, complete: true, compliant: true })) };

/** A department's own system, which also stands for a relay in front of it. */
class Source {
  rows: unknown = ROWS;
  status = 200;
  readonly asked: string[] = [];
  private readonly server = createServer((request, response) => {
    this.asked.push(`${String(request.headers['x-forwarded-host'] ?? 'straight')} ${request.url ?? ''}`);
    response.writeHead(this.status, { 'content-type': 'application/json' }).end(JSON.stringify(this.rows));
  });

  async open(): Promise<this> {
    await new Promise<void>((resolve) => void this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function register(node: TestNode<UsualParty>, url: string, differs: object = {}): Promise<Reply> {
  return node.call('provider', 'POST', '/v1/interfaces', { name: '行政区划查询', description: '按代码查询', callMethod: 'GET', maintainer: { name: '信息中心', unit: '信息中心' }, url, ...differs });
}

/** A published entry under logical access with a service behind it, and a grant of the requester's on it. */
async function shared(node: TestNode<UsualParty>, url: string, differs: object = {}): Promise<{ readonly entryId: string; readonly service: InterfaceView; readonly grantId: string }> {
  const service = (await register(node, url, differs)).body as InterfaceView;
  const content: Partial<EntryContent> = { aggregation: 'LOGICAL', provisionModes: ['INTERFACE'], sharingType: 'UNCONDITIONAL', interfaceId: service.id };
  const { id: entryId } = await compileEntry(node, content);
  await moveEntry(node, entryId, 'provider', 'submit');
  const published = async (): Promise<string> => ((await node.call('provider', 'GET', `/v1/catalogue-entries/${entryId}`)).body as { state: string }).state;
  await eventually(async () => {
    const state = await published();
    if (state === 'DEPARTMENT_REVIEW') await node.call('reviewer', 'POST', `/v1/catalogue-entries/${entryId}/acts`, { act: 'pass', ...passed });
    if (state === 'AUTHORITY_REVIEW') await node.call('authority', 'POST', `/v1/catalogue-entries/${entryId}/acts`, { act: 'publish' });
    return (await published()) === 'PUBLISHED';
  });
  const asked = { entryId, applicationScenario: REQUEST.applicationScenario, dutyBasis: REQUEST.dutyBasis, purpose: REQUEST.purpose, scope: REQUEST.scope, columns: REQUEST.columns };
  const reply = await eventually(async () => {
    const answer = await node.call('requester', 'POST', '/v1/sharing-requests', asked);
    return answer.status === 201 && answer;
  });
  return { entryId, service, grantId: await granted(node, reply.body as Request) };
}

interface Request {
  readonly id: string;
  readonly state: string;
  readonly grantId: string | null;
}
/** Who says what where a law has even unconditional data asked for. */
const TURNS: Readonly<Record<string, readonly [UsualParty, object]>> = {
  AUTHORITY_REVIEW: ['authority', { act: 'forward' }],
  PROVIDER_REPLY: ['provider', { act: 'agree', reasons: '同意' }],
  DELIVERY: ['authority', { act: 'deliver' }],
};

async function granted(node: TestNode<UsualParty>, { id, state, grantId }: Request): Promise<string> {
  const turn = TURNS[state];
  if (turn === undefined) return String(grantId);
  const { status, body } = await node.call(turn[0], 'POST', `/v1/sharing-requests/${id}/acts`, turn[1]);
  expect({ status, body }).toMatchObject({ status: 200 });
  return granted(node, body as Request);
}

/** What the gateway has on record of a grant's calls. */
async function recorded(node: TestNode<UsualParty>, grantId: string): Promise<unknown> {
  return ((await node.call('auditor', 'GET', `/v1/grants/${grantId}/permits`)).body as { items: { number: number; client: string }[] }).items.map(({ number, client }) => [number, client]);
}

describe('services of departments', () => {
  let node: TestNode<UsualParty>;
  let source: Source;
  beforeAll(async () => {
    source = await new Source().open();
  });
  afterEach(() => node.stop());
  afterAll(() => source.close());

  const start = async (pack: string, code: string, level: string, settings: Record<string, string> = {}): Promise<void> => {
    source.rows = ROWS;
    source.status = 200;
    source.asked.length = 0;
    node = await TestNode.start({ pack, code, name: pack, level, startAt: '2026-07-20T10:00:00+08:00', parties: USUAL_PARTIES, settings });
  };
  const rowsOf = async (grantId: string): Promise<unknown> => {
    const { status, body } = await fetchRows(node, 'requester', grantId);
    return status === 200 ? body : status;
  };

  it('[HEB-17-3] are called through the gateway in hebei, and no copy of what they answer is kept', async () => {
    await start('hebei', '130000', 'PROVINCE');
    const { entryId, grantId } = await shared(node, `${source.url}/rows`);
    const before = source.asked.length;
    expect(await rowsOf(grantId)).toEqual(ROWS);
    expect(source.asked.slice(before)).toEqual(['straight /rows']);
    expect(await node.call('provider', 'POST', `/v1/data-sets/${entryId}/versions`, 'code,name,level\n1,2,3\n')).toMatchObject({ status: 409 });
    expect(await node.query('exchange', `SELECT table_name FROM information_schema.tables WHERE table_schema = 'dataset'`, [])).toEqual([]);
    expect(await node.query('exchange', 'SELECT 1 FROM data_version WHERE entry_id = $1', [entryId])).toEqual([]);
  });

  it('[HEB-32-2] in another network zone are reached through its relay, and a broken channel is told', async () => {
    await start('hebei', '130000', 'PROVINCE', { ZONE_CHANNELS: `government-private=${source.url}` });
    const { service, grantId } = await shared(node, 'http://10.77.0.1:9000/rows', { zone: 'government-private' });
    expect(await rowsOf(grantId)).toEqual(ROWS);
    expect(source.asked.at(-1)).toBe('10.77.0.1:9000 /rows');
    source.status = 502;
    expect(await rowsOf(grantId)).toBe(502);
    expect(await node.call('authority', 'POST', `/v1/interfaces/${service.id}/connectivity-tests`)).toMatchObject({ status: 201, body: { result: 'CHANNEL_BROKEN', healthy: false } });
    await eventually(() => node.seen(channelBroken).some(({ zone, interfaceId }) => zone === 'government-private' && interfaceId === service.id));
  });

  it('[FUS-18-1] pass the platform in fushun: none is registered beside it, and every call is on record', async () => {
    await start('fushun', '210400', 'CITY');
    expect(await register(node, source.url, { access: 'DIRECT' })).toMatchObject({ status: 422, body: { article: { pack: 'fushun', article: '18' } } });
    const { grantId } = await shared(node, `${source.url}/rows`);
    for (const _call of [1, 2]) expect(await rowsOf(grantId)).toEqual(ROWS);
    expect(await recorded(node, grantId)).toEqual([[1, 'requester'], [2, 'requester']]);
  });

  it('[JIA-7-1] pass the data centre in ji’an: there is no way to the data without a permit, and every exchange is on record', async () => {
    await start('jian', '360800', 'CITY');
    expect(await register(node, source.url, { access: 'DIRECT' })).toMatchObject({ status: 422, body: { article: { pack: 'jian', article: '7' } } });
    const { entryId, service, grantId } = await shared(node, `${source.url}/rows`);
    expect(await node.call('requester', 'GET', `/v1/interfaces/${service.id}`)).toMatchObject({ status: 200, body: { url: null, callMethod: 'GET' } });
    expect(await node.call('requester', 'GET', `/v1/data-sets/${entryId}`)).toMatchObject({ status: 200, body: { interfaceUrl: null } });
    expect((await node.call('bystander', 'GET', `/v1/data/${grantId}/rows`)).status).toBe(403);
    for (const forged of ['', 'x.y']) {
      expect((await fetch(`${node.dataPlaneUrl}/rows`, { headers: { 'x-permit-ticket': forged } })).status).toBe(403);
    }
    expect(await rowsOf(grantId)).toEqual(ROWS);
    expect(await recorded(node, grantId)).toEqual([[1, 'requester']]);
    await eventually(() => node.seen(permitsTaken).flatMap(({ permits }) => permits).some((permit) => permit.grantId === grantId));
  });

  it('[JIA-8-3] show a change of their source with the next call in ji’an, and a lost connection is told', async () => {
    await start('jian', '360800', 'CITY');
    const { service, grantId } = await shared(node, `${source.url}/rows`);
    expect(await rowsOf(grantId)).toEqual(ROWS);
    source.rows = [{ code: '360800', name: '吉安市(更名)', level: '市' }];
    expect(await rowsOf(grantId)).toEqual(source.rows);
    expect(node.seen(interfaceUnhealthy)).toEqual([]);
    source.status = 503;
    await node.travelTo('2026-07-20T10:06:00+08:00');
    await eventually(() => node.seen(interfaceUnhealthy).some(({ interfaceId, result }) => interfaceId === service.id && result === 'NOT_ROWS'));
    expect(await node.call('requester', 'GET', `/v1/interfaces/${service.id}`)).toMatchObject({ body: { health: 'UNHEALTHY', maintainer: { unit: '信息中心' } } });
  });

  it('are called by the terms they are registered with: their names for parameters, the rules of their document, and no field that the entry does not list', async () => {
    await start('hebei', '130000', 'PROVINCE');
    const openapi = JSON.stringify({ openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: { '/rows': { get: { parameters: [{ in: 'query', name: 'divisionCode', schema: { type: 'string', pattern: '^[0-9]{6}$' } }] } } } });
    const { grantId } = await shared(node, `${source.url}/rows`, { openapi, parameters: [{ ours: 'where.code', theirs: 'divisionCode' }] });
    source.rows = ROWS.map((row) => ({ ...row, idNumber: '130…' }));
    const ask = (query: string): Promise<Reply> => node.call('requester', 'GET', `/v1/data/${grantId}/rows?scenario=${encodeURIComponent(REQUEST.applicationScenario)}&${query}`);
    expect(await ask('where.code=130000&limit=5')).toMatchObject({ status: 200, body: ROWS });
    expect(source.asked.at(-1)).toBe('straight /rows?divisionCode=130000');
    expect(await ask('where.code=13')).toMatchObject({ status: 422, body: { code: 'input/invalid', errors: [{ pointer: '/where.code', code: 'pattern' }] } });
    expect(await ask('where.name=x')).toMatchObject({ status: 422, body: { errors: [{ pointer: '/where.name', code: 'unknown' }] } });
  });
});
