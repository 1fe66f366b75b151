import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  entryPublished, grantIssued, grantRestored, grantSuspended, safetyStopLifted, safetyStopped, type EventDefinition, type GrantChanged, type PermitTicket, type ProblemWire, type SafetyStopChanged,
} from '@gongshu/contracts';
import { signTicket } from '@gongshu/service-kit';
import { partyOf, person, publishedEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { DataPlane } from '../data-plane/data-plane.js';
import { exchangeService } from '../index.js';

const START = '2026-03-02T09:00:00+08:00';
const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const requester: TestParty = { ...provider, client: 'education', organisation: 'hebei-education', name: '河北省教育厅' };
const ROWS = 200_000;

describe('tickets of what was stopped after they were given', () => {
  let t: TestService;
  let base: string;
  let entryId: string;
  let grant: GrantChanged;

  beforeAll(async () => {
    t = await startTestService(exchangeService, { startAt: START });
    base = `http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}`;
    const entry = publishedEntry(partyOf(provider), { items: ['code', 'name'].map((column) => ({ column, name: column, type: 'TEXT' })) });
    entryId = entry.id;
    await told(entryPublished, entryId, entry);
    const body = `code,name\n${Array.from({ length: ROWS }, (_, row) => `${String(row)},${'河北省石家庄市'.repeat(4)}\n`).join('')}`;
    expect((await fetch(`${base}/versions/${entryId}`, { method: 'POST', headers: { 'content-type': 'text/csv', authorization: `Bearer ${await t.issuers.token(provider)}` }, body })).status).toBe(201);
  });
  beforeEach(async () => {
    t.clock.travelTo(START);
    grant = {
      id: randomUUID(), requestId: randomUUID(), entryId, entryName: '行政区划', requester: partyOf(requester), provider: partyOf(provider), ownerNode: '130000', columns: ['code'], state: 'ACTIVE', reasons: null, article: '15',
    };
    await told(grantIssued, grant.id, grant);
    t.clock.travelTo('2026-03-02T09:00:01+08:00');
  });
  afterAll(() => t.stop());

  const told = async <D extends object>(definition: EventDefinition<D>, subject: string, data: D): Promise<void> => {
    const { id } = await t.announce(definition, subject, data);
    await t.eventually(async () => (await t.query('SELECT FROM inbox WHERE event_id = $1', [id])).length > 0);
  };
  const ticket = (own: Partial<PermitTicket> = {}): string =>
    signTicket('test-data-plane-secret', { permit: randomUUID(), grantId: grant.id, entryId, columns: ['code'], rowFilter: [], mostRows: null, form: 'ROWS', issuedAt: t.clock.now(), ...own });
  const call = (path: string, own: Partial<PermitTicket> = {}): Promise<Response> => fetch(`${base}${path}`, { headers: { 'x-permit-ticket': ticket(own) } });
  const rows = async (own: Partial<PermitTicket> = {}): Promise<string> => {
    const answer = await call('/rows?limit=1', own);
    return answer.status === 200 ? await answer.text() : `${String(answer.status)} ${((await answer.json()) as ProblemWire).code}`;
  };
  const OPEN = '[{"code":"0"}]';

  it('open nothing while their grant is suspended, in no form, and open again when it is restored', async () => {
    const given = { issuedAt: t.clock.now() };
    expect(await rows(given)).toBe(OPEN);
    await told(grantSuspended, grant.id, { ...grant, state: 'SUSPENDED' });
    await t.eventually(async () => (await rows(given)) === '403 sharing/grant-suspended');
    for (const [path, form] of [['/file', 'FILE'], ['/rows?limit=1', 'FILE'], ['/browse', 'BROWSE'], [`/packages/${randomUUID()}`, 'PACKAGE']] as const) {
      const answer = await call(path, { ...given, form });
      expect([path, answer.status, ((await answer.json()) as ProblemWire).code]).toEqual([path, 403, 'sharing/grant-suspended']);
    }
    const packing = await fetch(`${base}/packages`, { method: 'POST', headers: { 'x-permit-ticket': ticket({ ...given, form: 'PACKAGE' }), authorization: `Bearer ${await t.issuers.token(requester)}` } });
    expect([packing.status, ((await packing.json()) as ProblemWire).code]).toEqual([403, 'sharing/grant-suspended']);
    expect([await rows({ ...given, grantId: randomUUID() }), await rows({ ...given, grantId: null, form: null })]).toEqual([OPEN, OPEN]);
    t.clock.travelTo('2026-03-02T09:00:02+08:00');
    await told(grantRestored, grant.id, grant);
    await t.eventually(async () => (await rows(given)) === OPEN);
  });

  it('open when they were given after the stop: sharing has let go again, before word of that is here', async () => {
    const given = { issuedAt: t.clock.now() };
    await told(grantSuspended, grant.id, { ...grant, state: 'SUSPENDED' });
    await t.eventually(async () => (await rows(given)) === '403 sharing/grant-suspended');
    t.clock.travelTo('2026-03-02T09:00:02+08:00');
    expect(await rows()).toBe(OPEN);
  });

  it('open nothing when their grant is terminated', async () => {
    const given = { issuedAt: t.clock.now() };
    await told(grantSuspended, grant.id, { ...grant, state: 'TERMINATED' });
    await t.eventually(async () => (await rows(given)) === '403 sharing/grant-ended');
  });

  it('open nothing of an entry in danger, whoever holds them, until that is over, also when its end was told first', async () => {
    const given = { issuedAt: t.clock.now() };
    const stop = (): SafetyStopChanged => ({
      id: randomUUID(), entryId, entryName: '行政区划', provider: partyOf(provider), holders: [], article: { pack: 'hebei', version: '1', article: '30', quote: '发现数据安全隐患的,应当立即停止共享。' },
    });
    const first = stop();
    await told(safetyStopped, entryId, first);
    await t.eventually(async () => (await rows(given)) === '403 sharing/safety-stopped');
    const open = await call('/rows', { ...given, grantId: null, form: null });
    expect([open.status, await open.json()]).toEqual([403, expect.objectContaining({ code: 'open-data/safety-stopped', article: first.article })]);
    expect((await call('/rows', { ...given, entryId: randomUUID() })).status).not.toBe(403);
    await told(safetyStopLifted, entryId, first);
    await t.eventually(async () => (await rows(given)) === OPEN);
    const second = stop();
    await told(safetyStopLifted, entryId, second);
    await told(safetyStopped, entryId, second);
    const third = stop();
    await told(safetyStopped, entryId, third);
    await t.eventually(async () => (await rows(given)) !== OPEN);
    await told(safetyStopLifted, entryId, third);
    await t.eventually(async () => (await rows(given)) === OPEN);
  });

  it('that have begun to let out go on, and end with their last row', async () => {
    const given = { issuedAt: t.clock.now() };
    const begun = await call('/rows?form=csv', { columns: ['code', 'name'] });
    const reader = (begun.body as ReadableStream<Uint8Array>).getReader();
    let text = Buffer.from((await reader.read()).value ?? []).toString();
    await told(grantSuspended, grant.id, { ...grant, state: 'SUSPENDED' });
    await t.eventually(async () => (await rows(given)) === '403 sharing/grant-suspended');
    t.clock.travelTo('2026-03-02T09:05:00+08:00');
    const decoder = new TextDecoder();
    for (let part = await reader.read(); !part.done; part = await reader.read()) text = `${text}${decoder.decode(part.value, { stream: true })}`.slice(-200);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^${String(ROWS - 1)},`));
  });

  it('open nothing half a minute after they were given', async () => {
    const given = ticket();
    const answer = async (): Promise<number> => (await fetch(`${base}/rows?limit=1`, { headers: { 'x-permit-ticket': given } })).status;
    t.clock.travelTo('2026-03-02T09:00:30+08:00');
    expect(await answer()).toBe(200);
    t.clock.travelTo('2026-03-02T09:00:31+08:00');
    expect(await answer()).toBe(403);
  });
});
