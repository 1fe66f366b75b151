import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnSharingRequest, entryPublished, getGrant, submitSharingRequest, versionCompleted, type ActOnSharingRequest, type Role, type SharingRequestView } from '@gongshu/contracts';
import { partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from './index.js';

const root = join(import.meta.dirname, '../../..');
const EXAMPLE = join(root, 'docs/how-to/examples/yunling.yaml');

const yunling = (id: string, ...roles: Role[]): TestParty => person({ id, name: `云岭省${id}`, division: '990000', level: 'PROVINCE', node: '990000' }, ...roles);
const authority = yunling('authority', 'DATA_AUTHORITY');
const provider = yunling('provider', 'DATA_ADMINISTRATOR');
const requester = yunling('requester', 'DATA_ADMINISTRATOR');

/* docs/how-to/add-a-jurisdiction.md, followed once: one file, no code. */
describe('a province that is added as one file', () => {
  let t: TestService;
  let packs: string;

  beforeAll(async () => {
    packs = await mkdtemp(join(tmpdir(), 'gongshu-packs-'));
    await cp(EXAMPLE, join(packs, 'yunling.yaml'));
    const node = { code: '990000', name: '云岭省', level: 'PROVINCE', pack: 'yunling' };
    t = await startTestService(sharingService, { node, startAt: '2026-04-30T09:00:00+08:00', settings: { PACKS_DIRECTORY: packs } });
  });
  afterAll(async () => {
    await t.stop();
    await rm(packs, { recursive: true });
  });

  const act = async (id: string, on: string, by: TestParty, name: string, stated: Omit<ActOnSharingRequest, 'id' | 'act'> = {}): Promise<SharingRequestView> => {
    t.clock.travelTo(`${on}T10:00:00+08:00`);
    return t.ask(actOnSharingRequest, { id, act: name, ...stated }, by);
  };

  it('passes pack:check', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'tools/pack-check/dist/main.js'), join(packs, 'yunling.yaml')], { encoding: 'utf8' });
    expect(stdout).toContain('结论:法规包可以使用。');
    expect(status).toBe(0);
  });

  it('has its requests go its own way: refused on a law, mediated, objected to, provided', async () => {
    const entry = publishedEntry(partyOf(provider));
    await t.announce(entryPublished, entry.id, entry);
    await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id')).length === 1);

    const { parts } = await refusal(t.ask(submitSharingRequest, { entryId: entry.id, dutyBasis: '行政许可法' }, requester));
    expect(parts).toMatchObject({ article: { pack: 'yunling', article: '10' }, errors: [{ pointer: '/applicationScenario' }] });
    const { id, step } = await t.ask(submitSharingRequest, { entryId: entry.id, applicationScenario: '企业开办', dutyBasis: '行政许可法' }, requester);
    expect(step).toMatchObject({ pack: 'yunling', step: 'AUTHORITY_REVIEW', dueOn: '2026-05-07', dueArticle: '10' });
    expect((await act(id, '2026-05-07', authority, 'forward')).step).toMatchObject({ step: 'PROVIDER_REPLY', dueOn: '2026-05-15', dueArticle: '10' });

    const onARule = act(id, '2026-05-15', provider, 'refuse', { reasons: '部门规定', legalBasis: { level: 'RULE', title: '某部门规章', article: '3' } });
    expect((await refusal(onARule)).parts).toMatchObject({ article: { pack: 'yunling', article: '10' }, errors: [{ pointer: '/legalBasis/level' }] });
    const refused = await act(id, '2026-05-15', provider, 'refuse', { reasons: '涉及商业秘密', legalBasis: { level: 'LAW', title: '反不正当竞争法', article: '10' } });
    expect(refused.step).toMatchObject({ step: 'REFUSED', ended: true, acts: ['mediate'], dueOn: null });
    const unmediated = await refusal(act(id, '2026-05-18', requester, 'object', { reasons: '履职所需' }));
    expect(unmediated.definition).toMatchObject({ code: 'sharing/act-not-allowed', status: 409 });
    expect(unmediated.parts).toMatchObject({ article: { article: '11' }, allowed: ['mediate'] });

    expect((await act(id, '2026-05-18', requester, 'mediate', { reasons: '只需比对结果' })).step).toMatchObject({ step: 'MEDIATION', dueOn: '2026-05-28', dueArticle: '11' });
    expect((await act(id, '2026-05-28', authority, 'break-off', { reasons: '双方各执一词' })).step).toMatchObject({ step: 'NOT_SETTLED', ended: true, acts: ['object'] });
    expect((await act(id, '2026-05-29', requester, 'object', { reasons: '履职所需' })).step).toMatchObject({ step: 'COORDINATING', dueOn: '2026-06-05', dueArticle: '12' });
    const provided = await act(id, '2026-06-01', authority, 'conclude', { conclusion: 'SHARE', reasons: '比对不泄露商业秘密' });
    expect(provided.history.map(({ act: name, article }) => [name, article])).toEqual([
      ['submit', '10'], ['forward', '10'], ['refuse', '10'], ['mediate', '11'], ['break-off', '11'], ['object', '12'], ['conclude', '12'],
    ]);
    expect(await t.ask(getGrant, { id: String(provided.grantId) }, requester)).toMatchObject({ state: 'ACTIVE', validFrom: '2026-06-01' });
  });
});
