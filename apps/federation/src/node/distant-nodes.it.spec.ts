import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEDERATION_VERBS, findNodes, neighbourChanged, registerNode, type HelloAnswer } from '@gongshu/contracts';
import { createLogger, FederationLink } from '@gongshu/service-kit';
import { startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { federationService } from '../index.js';

const authority: TestParty = { client: 'data', organisation: '370000-data-authority', name: '山东省大数据局', division: '370000', level: 'PROVINCE', roles: ['DATA_AUTHORITY'], node: '370000' };
const keysOf = (node: string) => ({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'a'.repeat(43), kid: node, alg: 'EdDSA', use: 'sig' }] });
const below = (node: string, issuer = `urn:gongshu:node:${node}`) => ({ node, issuer, tokenKeys: keysOf(node) });

describe('nodes that a neighbour tells of', () => {
  let province: TestService;
  let link: FederationLink;
  const epoch = randomUUID();

  beforeAll(async () => {
    province = await startTestService(federationService, { node: { code: '370000', name: '山东省', level: 'PROVINCE', pack: 'default' }, children: ['371000'], settings: { FEDERATION_PASSWORD: 'test-fed' } });
    for (const [code, level] of [['371000', 'CITY'], ['371083', 'COUNTY']] as const) await province.ask(registerNode, { code, name: code, level, kind: 'NODE', constructionPlan: '已审' }, authority);
    link = new FederationLink({ own: '371000', url: province.bus.url, password: 'test-fed-371000', caFile: '', callers: '370000', clock: province.clock, logger: createLogger('silent', {}) });
    await link.start('now');
  });
  afterAll(async () => {
    await link.close();
    await province.stop();
  });

  const hello = (told: readonly object[]) =>
    link.call('370000', FEDERATION_VERBS.hello, { epoch, name: '威海市', level: 'CITY', gatewayUrl: null, issuer: 'urn:gongshu:node:371000', tokenKeys: keysOf('371000'), software: 'test', below: told }) as Promise<HelloAnswer>;
  const announced = (): [string, string][] => province.seen(neighbourChanged).map(({ data }) => [data.node, data.relation]);

  it('are believed of the neighbour’s own territory: not of others, of itself, or of a node that was registered here; an issuer must be the node’s', async () => {
    const answer = await hello([below('371082'), below('370200'), below('371000'), below('371083'), below('371081', 'urn:gongshu:node:370000')]);
    expect(answer.above).toEqual([]);
    await province.eventually(() => announced().length === 2);
    expect(announced().sort()).toEqual([['371000', 'CHILD'], ['371082', 'DESCENDANT']]);
    expect((await province.ask(findNodes, {}, authority)).items.map(({ code }) => code)).toEqual(['370000', '371000', '371083']);
  });

  it('are announced again when their keys change, and not when they are repeated', async () => {
    await hello([below('371082')]);
    await hello([{ ...below('371082'), tokenKeys: keysOf('new') }]);
    const told = await province.eventually(() => announced().length > 2 && province.seen(neighbourChanged).at(-1)?.data);
    expect(told).toMatchObject({ node: '371082', relation: 'DESCENDANT', tokenKeys: { keys: [{ kid: 'new' }] } });
    expect(announced()).toHaveLength(3);
  });
});
