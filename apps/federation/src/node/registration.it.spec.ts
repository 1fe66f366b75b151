import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLanes, findNodes, nodeRegistered, Problem, registerNode, type RegisterNode } from '@gongshu/contracts';
import { startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { federationService } from '../index.js';

const authority: TestParty = { client: 'hebei-data', organisation: '130000-data-authority', name: '河北省数据和政务服务局', division: '130000', level: 'PROVINCE', roles: ['DATA_AUTHORITY'], node: '130000' };
const county: TestParty = { ...authority, client: 'zhengding-data', organisation: '130123-data-authority', name: '正定县数据和政务服务局', division: '130123', level: 'COUNTY' };
const shijiazhuang = { code: '130100', name: '石家庄市', level: 'CITY', kind: 'NODE' };
const zhengding = { code: '130123', name: '正定县', level: 'COUNTY', kind: 'TENANT' };

async function refusal(promise: Promise<unknown>): Promise<Problem> {
  const outcome: unknown = await promise.then(() => null, (error: unknown) => error);
  expect(outcome).toBeInstanceOf(Problem);
  return outcome as Problem;
}

describe('registration of nodes under the Hebei pack', () => {
  let t: TestService;
  const register = (input: RegisterNode, party: TestParty | undefined = authority, idempotencyKey?: string) => t.ask(registerNode, input, party, idempotencyKey === undefined ? {} : { idempotencyKey });

  beforeAll(async () => {
    t = await startTestService(federationService, { settings: { FEDERATION_PASSWORD: 'test-fed', GATEWAY_URL: 'http://127.0.0.1:8080' } });
  });
  afterAll(async () => {
    await t.stop();
  });

  it('[HEB-31-1] refuses a city’s own node without a reviewed construction plan, and admits it with one', async () => {
    const problem = await refusal(register(shijiazhuang));
    expect(problem.definition).toMatchObject({ code: 'federation/plan-required', status: 409 });
    expect(problem.parts.article).toMatchObject({ pack: 'hebei', article: '31' });
    expect(problem.parts.errors?.[0]?.pointer).toBe('/constructionPlan');
    expect(await register({ ...shijiazhuang, constructionPlan: '冀数审〔2026〕1号' })).toMatchObject({ code: '130100', relation: 'CHILD', state: 'REGISTERED' });
    await t.eventually(() => t.seen(nodeRegistered).some(({ data }) => data.code === '130100' && data.article === '31'));
  });

  it('[HEB-31-6] refuses a county’s own node and admits the county as a tenant', async () => {
    const problem = await refusal(register({ ...zhengding, kind: 'NODE', constructionPlan: '有' }));
    expect(problem.definition).toMatchObject({ code: 'federation/kind-not-allowed', status: 422 });
    expect(problem.parts.article).toMatchObject({ pack: 'hebei', article: '31' });
    expect(await register(zhengding)).toMatchObject({ code: '130123', kind: 'TENANT', state: 'TENANT' });
  });

  it('registers and announces once for a repeated registration, with and without an idempotency key', async () => {
    const tangshan = { code: '130200', name: '唐山市', level: 'CITY', kind: 'TENANT' };
    const first = await register(tangshan, authority, 'tangshan');
    expect(await register(tangshan, authority, 'tangshan')).toEqual(first);
    expect(await register(tangshan)).toEqual(first);
    await register({ ...tangshan, name: '唐山' });
    await t.eventually(() => t.seen(nodeRegistered).some(({ data }) => data.name === '唐山'));
    expect(t.seen(nodeRegistered).filter(({ data }) => data.name === '唐山市')).toHaveLength(1);
    expect((await refusal(register({ ...tangshan, name: '别的' }, authority, 'tangshan'))).definition.code).toBe('state/idempotency-key-reused');
  });

  it.each([
    [{ ...zhengding, code: '370200' }, 'federation/outside-territory', undefined],
    [{ ...shijiazhuang, code: '130000', level: 'PROVINCE' }, 'federation/outside-territory', undefined],
    [{ ...zhengding, level: 'CITY', kind: 'NODE', constructionPlan: '有' }, 'input/invalid', '/level'],
    [{ ...zhengding, code: '13' }, 'input/invalid', '/code'],
    [{ ...zhengding, kind: 'CLOUD' }, 'input/invalid', '/kind'],
  ])('refuses %j', async (input, code, pointer) => {
    const problem = await refusal(register(input));
    expect(problem.definition.code).toBe(code);
    expect(problem.definition.status).toBe(422);
    expect(problem.parts.errors?.[0]?.pointer).toBe(pointer);
  });

  it('lets only the node’s own authority and its operators divide the territory', async () => {
    expect((await refusal(register(zhengding, county))).definition.status).toBe(403);
    expect((await refusal(register(zhengding, { ...authority, roles: ['AUDITOR'] }))).definition.status).toBe(403);
    expect((await refusal(t.ask(registerNode, zhengding))).definition.status).toBe(401);
    expect((await refusal(t.ask(findLanes, {}))).definition.status).toBe(401);
    expect(await register(zhengding, { ...county, roles: ['OPERATOR'] })).toMatchObject({ code: '130123' });
  });

  it('shows the node and its children page by page', async () => {
    const first = await t.ask(findNodes, { limit: 2 }, authority);
    expect(first.items).toMatchObject([{ code: '130000', relation: 'SELF', state: 'CONNECTED', gatewayUrl: 'http://127.0.0.1:8080' }, { code: '130100', relation: 'CHILD', state: 'REGISTERED' }]);
    const second = await t.ask(findNodes, { limit: 2, cursor: first.nextCursor ?? '' }, authority);
    expect(second).toMatchObject({ items: [{ code: '130123', state: 'TENANT' }, { code: '130200' }], nextCursor: null });
    const lanes = await t.ask(findLanes, { limit: 4 }, authority);
    const rest = await t.ask(findLanes, { cursor: lanes.nextCursor ?? '' }, authority);
    expect([...lanes.items, ...rest.items]).toHaveLength(6);
    expect(new Set([...lanes.items, ...rest.items].map(({ node }) => node))).toEqual(new Set(['130100']));
  });
});
