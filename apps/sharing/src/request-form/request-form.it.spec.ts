import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  actOnSharingRequest,
  entryPublished,
  getSharingRequest,
  getSharingRequestForm,
  submitSharingRequest,
  versionCompleted,
  type ActOnSharingRequest,
  type EntryPublished,
  type Role,
  type SharingRequestView,
} from '@gongshu/contracts';
import { hebei, nameParties, partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const NODE = { code: '360800', name: '吉安市', level: 'CITY', pack: 'jian' } as const;
const member = (id: string, ...roles: Role[]): TestParty => person({ id, name: `吉安市${id}`, division: NODE.code, level: NODE.level, node: NODE.code }, ...roles);
const [requester, provider, bystander] = ['civil-affairs', 'natural-resources', 'education'].map((id) => member(id, 'DATA_ADMINISTRATOR')) as [TestParty, TestParty, TestParty];
const authority = member('informatisation', 'DATA_AUTHORITY');

describe("the written way of a request in ji'an", () => {
  let t: TestService;
  let entry: EntryPublished;

  beforeAll(async () => {
    t = await startTestService(sharingService, { node: NODE, startAt: '2026-09-21T09:00:00+08:00' });
    await nameParties(t, NODE, [requester, provider]);
  });
  beforeEach(async () => {
    entry = publishedEntry(partyOf(provider));
    await t.announce(entryPublished, entry.id, entry);
    await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1', [entry.id])).length === 1);
  });
  afterAll(() => t.stop());

  const submit = (): Promise<SharingRequestView> => t.ask(submitSharingRequest, { entryId: entry.id, ...hebei.reasonsToAsk, scope: '婚姻登记机关', columns: ['code', 'name'] }, requester);
  const act = (id: string, name: string, by: TestParty, stated: Omit<ActOnSharingRequest, 'id' | 'act'> = {}): Promise<SharingRequestView> => t.ask(actOnSharingRequest, { id, act: name, ...stated }, by);

  it('[JIA-15-3] prints the form that the system makes of the request, with its number, while the request awaits its receipt', async () => {
    const { id, number, state } = await submit();
    expect(state).toBe('AWAITING_WRITTEN_FORM');
    const form = await t.ask(getSharingRequestForm, { id }, requester);
    expect(form).toMatchObject({ contentType: 'application/pdf', fileName: `${number}.pdf`, nextCursor: null });
    const pdf = Buffer.from(form.body, 'base64');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1')).toContain(`(${number})`);
    expect(await t.ask(getSharingRequestForm, { id }, provider)).toEqual(form);
    expect(await t.ask(getSharingRequestForm, { id }, authority)).toEqual(form);
  });

  it('shows the form to the parties of the request alone', async () => {
    const { id } = await submit();
    expect((await refusal(t.ask(getSharingRequestForm, { id }, bystander))).definition.status).toBe(404);
    expect((await refusal(t.ask(getSharingRequestForm, { id }, { ...bystander, roles: ['APPLICANT'] }))).definition.status).toBe(404);
  });

  it('[JIA-15-7] is concluded by the informatisation office with the departments it consulted, by name, and with its text', async () => {
    const { id } = await submit();
    await act(id, 'record-written-receipt', provider, { writtenReceivedOn: '2026-09-21' });
    await act(id, 'refuse', provider, { reasons: '不宜提供', legalBasis: { level: 'LAW', title: '中华人民共和国测绘法', article: '四十七' } });
    await act(id, 'object', requester, { reasons: '属于履职所需' });
    const conclusion = { conclusion: 'SHARE', reasons: '经会同研究,同意共享', consulted: ['吉安市司法局', '吉安市公安局'] };
    const faultOf = async (own: object): Promise<unknown> => {
      const { definition, parts } = await refusal(act(id, 'conclude', authority, { ...conclusion, ...own }));
      return [definition.status, parts.article?.article, parts.errors?.[0]?.pointer];
    };
    expect(await faultOf({ consulted: [' '] })).toEqual([422, '15', '/consulted']);
    expect(await faultOf({ reasons: ' ' })).toEqual([422, '15', '/reasons']);
    const { consulted: _left, ...alone } = conclusion;
    expect((await refusal(act(id, 'conclude', authority, alone))).parts.errors?.[0]?.pointer).toBe('/consulted');
    expect((await t.ask(getSharingRequest, { id }, requester)).state).toBe('COORDINATING');
    const concluded = await act(id, 'conclude', authority, conclusion);
    expect(concluded.state).toBe('PROVIDED');
    expect(concluded.history.at(-1)).toMatchObject({ act: 'conclude', ...conclusion, article: '15' });
  });
});
