import { afterEach, describe, expect, it } from 'vitest';
import { actOnSharingRequest, entryPublished, getSharingRequest, submitSharingRequest, versionCompleted, type Role, type SharingRequestView, type SubmitSharingRequest } from '@gongshu/contracts';
import { hebei, nameParties, partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { reasonsToAsk } = hebei;
const NODES = {
  hebei: { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' },
  liaoning: { code: '210000', name: '辽宁省', level: 'PROVINCE', pack: 'liaoning' },
  weihai: { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' },
  jian: { code: '360800', name: '吉安市', level: 'CITY', pack: 'jian' },
} as const;
type Pack = keyof typeof NODES;

/** What differs between regulations in what a request must show, and to whom the service is open. */
describe('a request', () => {
  let t: TestService | undefined;
  afterEach(async () => {
    await t?.stop();
    t = undefined;
  });

  async function at(pack: Pack) {
    const node = NODES[pack];
    const department = (id: string, ...roles: Role[]): TestParty => person({ id: `${node.code}-${id}`, name: `${node.name}${id}`, division: node.code, level: node.level, node: node.code }, ...roles);
    const [requester, provider] = [department('civil', 'DATA_ADMINISTRATOR'), department('resources', 'DATA_ADMINISTRATOR')];
    const service = await startTestService(sharingService, { node });
    t = service;
    await nameParties(service, node, [requester, provider]);
    const entry = publishedEntry(partyOf(provider));
    await service.announce(entryPublished, entry.id, entry);
    await service.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await service.eventually(async () => (await service.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id')).length === 1);
    const complete = { entryId: entry.id, ...reasonsToAsk, scope: '婚姻登记机关', columns: ['code', 'name'] };
    const submit = (own: Partial<SubmitSharingRequest> = {}, by: TestParty | undefined = requester): Promise<SharingRequestView> => service.ask(submitSharingRequest, { ...complete, ...own }, by);
    return { service, requester, provider, citizen: department('citizen', 'APPLICANT'), submit };
  }

  it.each([
    ['[HEB-3-1]', 'hebei', 'AUTHORITY_REVIEW'],
    ['[WEI-4-1]', 'weihai', 'AUTHORITY_REVIEW'],
  ] as const)('%s under %s shows the duty that needs the data, or is refused', async (_id, pack, state) => {
    const { service, submit } = await at(pack);
    for (const dutyBasis of [' ', '\u200b']) {
      const problem = await refusal(submit({ dutyBasis }));
      expect(problem.definition).toMatchObject({ code: 'sharing/refused-by-law', status: 422 });
      expect(problem.parts).toMatchObject({ article: { pack }, errors: [{ pointer: '/dutyBasis' }] });
    }
    expect(await service.query('SELECT 1 FROM sharing_request')).toEqual([]);
    expect(await submit()).toMatchObject({ state, dutyBasis: reasonsToAsk.dutyBasis });
  });

  it('[LIA-4-2] under liaoning states its need and its purpose', async () => {
    const { submit } = await at('liaoning');
    for (const field of ['dutyBasis', 'purpose'] as const) {
      const problem = await refusal(submit({ [field]: ' ' }));
      expect(problem.definition.status).toBe(422);
      expect(problem.parts).toMatchObject({ article: { pack: 'liaoning', article: '4' }, errors: [{ pointer: `/${field}` }] });
    }
    expect(await submit()).toMatchObject({ state: 'PROVIDER_REPLY', purpose: reasonsToAsk.purpose });
  });

  it('[LIA-3-3] under liaoning is between two departments: not for one’s own data, and from nobody else', async () => {
    const { requester, provider, citizen, submit } = await at('liaoning');
    expect((await refusal(submit({}, provider))).definition).toMatchObject({ code: 'sharing/own-data', status: 422 });
    expect((await refusal(submit({}, citizen))).definition.status).toBe(403);
    expect((await submit({}, requester)).state).toBe('PROVIDER_REPLY');
  });

  it('[LIA-4-1] under liaoning is not refused without a reason: what is no secret is shared', async () => {
    const { service, requester, provider, submit } = await at('liaoning');
    const { id } = await submit();
    const legalBasis = { level: 'STATE_SECRET_OR_SECURITY', title: '中华人民共和国保守国家秘密法', article: '十三' };
    const refuse = (words: { reasons?: string; legalBasis?: typeof legalBasis }): Promise<SharingRequestView> => service.ask(actOnSharingRequest, { id, act: 'refuse', ...words }, provider);
    for (const words of [{}, { reasons: ' ' }, { reasons: ' ', legalBasis }]) {
      const problem = await refusal(refuse(words));
      expect(problem.definition.status).toBe(422);
      expect(problem.parts.errors?.[0]?.pointer).toBe('/reasons');
    }
    expect((await refusal(refuse({ reasons: '不宜提供', legalBasis: { ...legalBasis, level: 'OTHER' } }))).parts).toMatchObject({ article: { article: '4' }, errors: [{ pointer: '/legalBasis/level' }] });
    expect((await service.ask(getSharingRequest, { id }, requester)).state).toBe('PROVIDER_REPLY');
    expect((await refuse({ reasons: '涉及国家秘密', legalBasis })).history.at(-1)).toMatchObject({ act: 'refuse', reasons: '涉及国家秘密' });
  });

  it('[JIA-3-1] under jian comes from a department: a citizen’s token is refused', async () => {
    const { service, requester, citizen, submit } = await at('jian');
    const { id } = await submit();
    expect((await refusal(submit({}, citizen))).definition).toMatchObject({ code: 'access/forbidden', status: 403 });
    // What there is to see or to act on does not exist for a citizen.
    expect((await refusal(service.ask(getSharingRequest, { id }, citizen))).definition.status).toBe(404);
    expect((await refusal(service.ask(actOnSharingRequest, { id, act: 'withdraw' }, citizen))).definition.status).toBe(404);
    expect((await service.ask(getSharingRequest, { id }, requester)).state).toBe('AWAITING_WRITTEN_FORM');
  });
});
