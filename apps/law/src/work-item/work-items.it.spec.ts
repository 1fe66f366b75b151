import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseMoved, findWorkItems, type CaseMoved, type FindWorkItems, type WorkItem } from '@gongshu/contracts';
import { partyOf, person, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { lawService } from '../index.js';

const PROVINCE = { division: '130000', level: 'PROVINCE', node: '130000' };
const requester = person({ id: 'jiaoyu', name: '省教育厅', ...PROVINCE }, 'DATA_ADMINISTRATOR');
const provider = person({ id: 'minzheng', name: '省民政厅', ...PROVINCE }, 'DATA_ADMINISTRATOR');
const reviewer: TestParty = { ...person({ id: 'minzheng', name: '省民政厅', ...PROVINCE }, 'CATALOGUE_REVIEWER'), client: 'minzheng-2' };
const authority = person({ id: 'shujuju', name: '省数据局', ...PROVINCE }, 'DATA_AUTHORITY');
const cityAuthority = person({ id: 'shi-shujuju', name: '市数据局', division: '130100', level: 'CITY', node: '130000' }, 'DATA_AUTHORITY');
const group = person({ id: 'lingdao', name: '领导小组', ...PROVINCE }, 'LEADING_GROUP');
const operator = person({ id: 'ops', name: '运维', ...PROVINCE }, 'OPERATOR');

describe('the work list', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(lawService, { startAt: '2026-03-10T09:00:00+08:00' });
  });
  afterAll(() => t.stop());

  const listOf = async (by: TestParty, search: FindWorkItems = {}): Promise<WorkItem[]> => (await t.ask(findWorkItems, search, by)).items;
  async function told(own: Partial<CaseMoved> = {}, service: 'sharing' | 'catalogue' | 'quality-dispute' = 'sharing'): Promise<CaseMoved> {
    const id = own.id ?? randomUUID();
    const moved: CaseMoved = {
      id, procedure: 'sharing-request', pack: 'hebei', title: '130000-2026-000001 行政区划', step: 'PROVIDER_REPLY', label: { zh: '提供部门回复', en: "Provider's reply" }, ended: false, dueOn: '2026-03-12',
      dueArticle: '19', waitingFor: ['DATA_ADMINISTRATOR:provider', 'PROVIDER_HEAD:provider'], acts: ['agree', 'refuse'], requester: partyOf(requester), provider: partyOf(provider), href: `/v1/sharing-requests/${id}`, ...own,
    };
    await t.announce(caseMoved[service], id, moved);
    const kept = async (): Promise<string | undefined> => (await t.query<{ step: string }>('SELECT step FROM work_item WHERE id = $1', [id]))[0]?.step;
    await t.eventually(async () => (await kept()) === (moved.waitingFor.length === 0 ? undefined : moved.step));
    return moved;
  }

  it('shows whose turn it is what is due, by which article and where to act, and nobody else', async () => {
    const { id } = await told();
    const [item] = (await listOf(provider)).filter((found) => found.id === id);
    expect(item).toEqual({
      service: 'sharing', id, procedure: 'sharing-request', pack: 'hebei', title: '130000-2026-000001 行政区划', step: 'PROVIDER_REPLY', label: '提供部门回复', state: 'running', dueOn: '2026-03-12', dueArticle: '19',
      since: '2026-03-10T01:00:00.000Z', acts: ['agree', 'refuse'], href: `/v1/sharing-requests/${id}`, actHref: `/v1/sharing-requests/${id}/acts`,
    });
    expect((await t.ask(findWorkItems, {}, provider, { language: 'en' })).items.find((found) => found.id === id)?.label).toBe("Provider's reply");
    for (const other of [requester, authority, cityAuthority, reviewer, group, operator]) expect((await listOf(other)).map((found) => found.id)).not.toContain(id);
    expect((await refusal(t.ask(findWorkItems, {}))).definition.status).toBe(401);
  });

  it('follows the case from step to step, and drops it at its end', async () => {
    const { id } = await told();
    await told({ id, step: 'DELIVERY', dueOn: '2026-03-17', waitingFor: ['DATA_AUTHORITY:node-authority'] });
    expect((await listOf(provider)).map((found) => found.id)).not.toContain(id);
    expect((await listOf(authority)).find((found) => found.id === id)).toMatchObject({ step: 'DELIVERY', dueOn: '2026-03-17' });
    await told({ id, step: 'PROVIDED', ended: true, dueOn: null, waitingFor: [] });
    expect((await listOf(authority)).map((found) => found.id)).not.toContain(id);
  });

  it('knows the parts of all services: owner, its reviewer and authority, the leading group', async () => {
    const entry = { procedure: 'catalogue-entry', requester: null, step: 'REVIEW', dueOn: null, dueArticle: null };
    const review = await told({ ...entry, waitingFor: ['CATALOGUE_REVIEWER:owner'] }, 'catalogue');
    const decision = await told({ ...entry, waitingFor: ['DATA_AUTHORITY:owner-authority'] }, 'catalogue');
    const decided = await told({ waitingFor: ['LEADING_GROUP:leading-group'] });
    const seenBy = async (by: TestParty): Promise<string[]> => (await listOf(by, { limit: 200 })).map(({ id }) => id);
    expect(await seenBy(reviewer)).toContain(review.id);
    expect(await seenBy(authority)).toContain(decision.id);
    expect(await seenBy(cityAuthority)).not.toContain(decision.id);
    expect(await seenBy(group)).toEqual([decided.id]);
  });

  it('puts the most urgent first, page by page, and tells overdue from running and from what has no period', async () => {
    const lone = person({ id: 'shuili', name: '省水利厅', ...PROVINCE }, 'DATA_ADMINISTRATOR');
    const days = ['2026-03-09', null, '2026-03-10', '2026-03-02', '2026-03-20', null];
    for (const dueOn of days) await told({ dueOn, provider: partyOf(lone) });
    expect((await listOf(lone)).map(({ dueOn, state }) => [dueOn, state])).toEqual([
      ['2026-03-02', 'overdue'], ['2026-03-09', 'overdue'], ['2026-03-10', 'running'], ['2026-03-20', 'running'], [null, 'without-period'], [null, 'without-period'],
    ]);
    expect((await listOf(lone, { state: 'overdue' })).map(({ dueOn }) => dueOn)).toEqual(['2026-03-02', '2026-03-09']);
    expect((await listOf(lone, { state: 'running' })).map(({ dueOn }) => dueOn)).toEqual(['2026-03-10', '2026-03-20']);
    expect(await listOf(lone, { state: 'without-period' })).toHaveLength(2);
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: { items: WorkItem[]; nextCursor: string | null } = await t.ask(findWorkItems, { limit: 2, ...(cursor === undefined ? {} : { cursor }) }, lone);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(6);
    expect((await refusal(t.ask(findWorkItems, { cursor: 'x_y' }, lone))).parts.errors).toMatchObject([{ pointer: '/cursor' }]);
  });
});
