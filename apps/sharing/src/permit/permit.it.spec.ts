import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  actOnGrant,
  actOnSharingRequest,
  closePermits,
  entryPublished,
  findPermits,
  getGrant,
  grantRestored,
  grantSuspended,
  pastReceiversFound,
  permitsRefused,
  permitsTaken,
  rowsCorrected,
  submitSharingRequest,
  takePermits,
  tokensEnded,
  versionCompleted,
  type ActOnSharingRequest,
  type EntryPublished,
  type PermitAnswer,
  type PermitAsk,
  type SubmitSharingRequest,
} from '@gongshu/contracts';
import { openTicket } from '@gongshu/service-kit';
import { hebei, partyOf, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { civilAffairs, education, naturalResources, provinceAuditor, provinceAuthority, reasonsToAsk } = hebei;

const START = '2026-09-24T09:00:00+08:00';
const scenario = reasonsToAsk.applicationScenario;

describe('permits', () => {
  let t: TestService;
  let entry: EntryPublished;
  let serial = 0;

  beforeAll(async () => {
    t = await startTestService(sharingService, { startAt: START });
    entry = publishedEntry(partyOf(naturalResources), { sharingType: 'UNCONDITIONAL' });
    await t.announce(entryPublished, entry.id, entry);
    await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id')).length === 1);
  });
  beforeEach(() => t.clock.travelTo(START));
  afterAll(async () => {
    await t.stop();
  });

  async function granted(terms: Partial<ActOnSharingRequest> = {}, own: Partial<SubmitSharingRequest> = {}, requester: TestParty = civilAffairs): Promise<string> {
    serial += 1;
    // Each for a purpose of its own: a grant that is there already would be used again.
    const { id } = await t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk, purpose: `户籍核验${String(serial)}`, ...own }, requester);
    return String((await t.ask(actOnSharingRequest, { id, act: 'deliver', ...terms }, provinceAuthority)).grantId);
  }
  async function askOf(grantId: string, own: Partial<PermitAsk> = {}, caller: TestParty = civilAffairs): Promise<PermitAsk> {
    return { token: await t.issuers.token(caller), grantId, scenario, form: 'ROWS', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, ...own };
  }
  const take = async (...asks: PermitAsk[]): Promise<PermitAnswer[]> => (await t.ask(takePermits, { asks })).answers;
  const one = async (ask: PermitAsk): Promise<PermitAnswer> => {
    const [answer] = await take(ask);
    if (answer === undefined) throw new Error('one ask, one answer');
    return answer;
  };

  it('lets a call through with a ticket for exactly the granted columns, signed and valid for thirty seconds', async () => {
    const grantId = await granted({}, { columns: ['name', 'code'] });
    const answer = await one(await askOf(grantId));
    expect(answer).toMatchObject({ number: 1, source: { kind: 'PHYSICAL', url: null }, columns: ['name', 'code'], allColumns: false, problem: null });
    const opened = (secret: string) => openTicket(secret, String(answer.ticket), Date.parse(START));
    expect(opened('test-data-plane-secret')).toEqual({ permit: answer.permitId, grantId, entryId: entry.id, columns: ['name', 'code'], rowFilter: [], mostRows: null, form: 'ROWS', issuedAt: Date.parse(START) });
    expect(opened('another secret')).toBeNull();
    expect(await one(await askOf(grantId, { columns: ['code'] }))).toMatchObject({ number: 2, columns: ['code'], allColumns: false });
  });

  it('says that no mask is needed only where all columns are asked for and granted', async () => {
    const grantId = await granted();
    expect((await one(await askOf(grantId))).allColumns).toBe(true);
    expect((await one(await askOf(grantId, { columns: ['code', 'name'] }))).allColumns).toBe(false);
  });

  it('answers each ask of a message in its place, and one bad token refuses its own call only', async () => {
    const [first, second] = [await granted(), await granted()];
    const answers = await take(
      await askOf(second),
      await askOf(first, { token: 'forged' }),
      await askOf(first),
      await askOf(randomUUID()),
      await askOf(first, {}, education),
      await askOf(first, {}, { ...civilAffairs, roles: ['OPERATOR'] }),
      await askOf(second),
      await askOf(first, { columns: ['secret'] }),
      await askOf('not-an-id'),
      await askOf(first, { token: 7 as never, traceparent: {} as never }),
    );
    expect(answers.map(({ number }) => number)).toEqual([1, 0, 1, 0, 0, 0, 2, 0, 0, 0]);
    expect(answers.map(({ problem }) => (problem as { code: string } | null)?.code)).toEqual([
      undefined, 'access/unauthenticated', undefined, 'sharing/not-granted', 'sharing/not-granted', 'sharing/not-granted', undefined, 'sharing/outside-grant', 'input/invalid',
      'input/invalid',
    ]);
    expect(answers[8]?.problem).toMatchObject({ status: 422, errors: [{ pointer: '/grantId' }] });
    expect(answers[1]?.problem).toMatchObject({ status: 401, id: 'a'.repeat(32) });
    await t.eventually(() => t.seen(permitsTaken).some(({ data }) => data.permits.length === 3 && data.permits[0]?.grantId === second));
    const refused = await t.eventually(() => t.seen(permitsRefused).find(({ data }) => data.calls.some(({ grantId }) => grantId === first)));
    expect(refused.data.calls.map(({ code }) => code)).toEqual(['sharing/not-granted', 'sharing/not-granted', 'sharing/not-granted', 'sharing/outside-grant']);
  });

  it('[HEB-37-2] gives a contractor rows or the whole file only where its scope names them, and puts what it tried beyond on record', async () => {
    const grantId = await granted();
    const contractor: TestParty = { ...civilAffairs, client: 'builder', scope: ['data.rows'] };
    const answers = await take(await askOf(grantId, {}, contractor), await askOf(grantId, { form: 'FILE' }, contractor), await askOf(grantId, {}, { ...contractor, scope: ['data.file'] }));
    expect(answers.map(({ number, problem }) => [number, (problem as { code: string; status: number } | null)?.status])).toEqual([[1, undefined], [0, 403], [0, 403]]);
    const refused = await t.eventually(() => t.seen(permitsRefused).find(({ data }) => data.calls.some((call) => call.grantId === grantId)));
    expect(refused.data.calls).toMatchObject([{ client: 'builder', code: 'access/forbidden' }, { client: 'builder', code: 'access/forbidden' }]);
  });

  it('refuses a token that has ended as soon as identity says so, though it was let through before', async () => {
    const grantId = await granted();
    const caller: TestParty = { ...civilAffairs, client: 'leaver' };
    const ask = await askOf(grantId, {}, caller);
    expect((await one(ask)).problem).toBeNull();
    await t.announce(tokensEnded, 'leaver', { clientId: 'leaver', generation: 1, until: new Date(Date.parse(START) + 600_000).toISOString() });
    await t.eventually(async () => ((await one(ask)).problem as { status: number } | null)?.status === 401);
    expect((await one(await askOf(grantId))).problem).toBeNull();
  });

  it('[HEB-22-1] [HEB-22-2] refuses and records a call for another scenario, for none, or for a column not granted, by the article on use', async () => {
    const grantId = await granted({}, { columns: ['code'] });
    const answers = await take(await askOf(grantId, { scenario: '商业推广' }), await askOf(grantId, { scenario: `${scenario} ` }), await askOf(grantId, { columns: ['code', 'level'] }));
    expect(answers.map(({ problem }) => problem)).toMatchObject([
      { code: 'sharing/scenario-mismatch', status: 403, article: { pack: 'hebei', article: '22' } },
      { code: 'sharing/scenario-mismatch', status: 403 },
      { code: 'sharing/outside-grant', status: 403, article: { article: '22' }, errors: [{ pointer: '/columns', detail: 'level' }] },
    ]);
    const { scenario: _scenario, ...silent } = await askOf(grantId);
    expect((await one(silent)).problem).toMatchObject({ code: 'sharing/scenario-mismatch' });
    await t.eventually(() => t.seen(permitsRefused).flatMap(({ data }) => data.calls).filter((call) => call.grantId === grantId).length === 4);
    expect((await t.ask(getGrant, { id: grantId }, civilAffairs)).callsTaken).toBe(0);
  });

  it('refuses the next call after a suspension, with the article, and the one after the last day', async () => {
    const grantId = await granted({ validUntil: '2026-09-30' });
    expect((await one(await askOf(grantId))).number).toBe(1);
    expect((await refusal(t.ask(actOnGrant, { id: grantId, act: 'suspend' }, provinceAuthority))).parts.errors?.[0]?.pointer).toBe('/reasons');
    expect((await refusal(t.ask(actOnGrant, { id: grantId, act: 'suspend', reasons: '我方不用' }, civilAffairs))).definition.code).toBe('sharing/not-your-turn');
    expect((await refusal(t.ask(actOnGrant, { id: grantId, act: 'suspend', reasons: '无关' }, education))).definition.status).toBe(404);
    expect((await refusal(t.ask(actOnGrant, { id: grantId, act: 'restore', reasons: '无事' }, provinceAuthority))).definition.code).toBe('sharing/act-not-allowed');
    const suspended = await t.ask(actOnGrant, { id: grantId, act: 'suspend', reasons: '疑似超范围使用' }, provinceAuthority);
    expect(suspended).toMatchObject({ state: 'SUSPENDED', suspensionReason: '疑似超范围使用' });
    expect((await one(await askOf(grantId))).problem).toMatchObject({ code: 'sharing/grant-suspended', status: 403, article: { pack: 'default' } });
    expect((await refusal(t.ask(actOnGrant, { id: grantId, act: 'suspend', reasons: '再次' }, provinceAuthority))).definition.code).toBe('sharing/act-not-allowed');

    expect(await t.ask(actOnGrant, { id: grantId, act: 'restore', reasons: '核查无误' }, naturalResources)).toMatchObject({ state: 'ACTIVE', suspensionReason: null });
    expect((await one(await askOf(grantId))).number).toBe(2);
    await t.eventually(() => [grantSuspended, grantRestored].every((event) => t.seen(event).some(({ data }) => data.id === grantId && data.reasons !== null)));
    t.clock.travelTo('2026-09-30T23:59:59+08:00');
    expect((await one(await askOf(grantId))).number).toBe(3);
    t.clock.travelTo('2026-10-01T00:00:00+08:00');
    expect((await one(await askOf(grantId))).problem).toMatchObject({ code: 'sharing/grant-ended' });
  });

  it('gives no permit after a suspension was answered, however many calls are under way', async () => {
    const grantId = await granted();
    const ask = await askOf(grantId);
    const before = Array.from({ length: 20 }, () => take(ask, ask));
    const suspension = t.ask(actOnGrant, { id: grantId, act: 'suspend', reasons: '发现异常调用' }, provinceAuthority);
    const during = Array.from({ length: 20 }, () => take(ask, ask));
    await suspension;
    const [{ count: standing } = { count: -1 }] = await t.query<{ count: number }>('SELECT count(*)::integer AS count FROM permit WHERE grant_id = $1', [grantId]);
    const answers = (await Promise.all([...before, ...during, take(ask)])).flat();
    expect(answers.filter(({ permitId }) => permitId !== null)).toHaveLength(standing);
    expect((await t.ask(getGrant, { id: grantId }, civilAffairs)).callsTaken).toBe(standing);
  });

  it('numbers without gaps and stops exactly at the quota under 50 concurrent messages over two grants', async () => {
    const quota = 120;
    const [first, second] = [await granted({ callQuota: quota }), await granted({ callQuota: quota })];
    const [a, b] = [await askOf(first), await askOf(second)];
    const messages = Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? [a, b, a, b, a, b] : [b, a, b, a, b, a]));
    const answers = (await Promise.all(messages.map((asks) => take(...asks)))).flat();
    expect(answers.filter(({ permitId }) => permitId !== null)).toHaveLength(2 * quota);
    expect(answers.flatMap(({ problem }) => (problem === null ? [] : [(problem as { code: string }).code]))).toEqual(Array<string>(60).fill('sharing/quota-exhausted'));
    for (const grantId of [first, second]) {
      const rows = await t.query<{ number: number }>('SELECT number FROM permit WHERE grant_id = $1 ORDER BY number', [grantId]);
      expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: quota }, (_, n) => n + 1));
      expect((await t.ask(getGrant, { id: grantId }, civilAffairs)).callsTaken).toBe(quota);
    }
    const told = () => t.seen(permitsTaken).flatMap(({ data }) => data.permits).filter(({ grantId }) => grantId === first || grantId === second);
    await t.eventually(() => told().length === 2 * quota);
    expect(new Set(told().map(({ grantId, number }) => `${grantId} ${String(number)}`)).size).toBe(2 * quota);
  });

  it('reserves rows exactly over concurrent messages, gives back what was not delivered, and keeps what nobody counted', async () => {
    const grantId = await granted({ rowQuota: 100 });
    const ask = await askOf(grantId, { limit: 7 });
    const answers = (await Promise.all(Array.from({ length: 10 }, () => take(ask, ask)))).flat();
    const given = answers.filter(({ permitId }) => permitId !== null).map(({ mostRows }) => Number(mostRows));
    expect(given.reduce((sum, rows) => sum + rows, 0)).toBe(100);
    expect(given.toSorted((a, b) => b - a)).toEqual([...Array<number>(14).fill(7), 2]);
    const taken = async () => (await t.ask(getGrant, { id: grantId }, civilAffairs)).rowsTaken;
    expect(await taken()).toBe(100);

    const [part, none, unknown] = answers.filter(({ mostRows }) => mostRows === 7).map(({ permitId }) => String(permitId));
    const closings = [
      { permitId: String(part), state: 'COMPLETED', bytes: 10, rows: 3 },
      { permitId: String(none), state: 'FAILED', bytes: 0 },
      { permitId: String(unknown), state: 'FAILED', bytes: 10 },
    ];
    await Promise.all([t.ask(closePermits, { closings }), t.ask(closePermits, { closings: closings.toReversed() })]);
    expect(await taken()).toBe(89);
    expect(await one(await askOf(grantId))).toMatchObject({ mostRows: 11 });
    const ticket = openTicket('test-data-plane-secret', String((await one(await askOf(await granted({ rowsPerDay: 5 }), { limit: 2 }))).ticket), Date.parse(START));
    expect(ticket).toMatchObject({ mostRows: 2, form: 'ROWS' });
  });

  it('counts calls and rows of a day in Asia/Shanghai, and says how long to wait', async () => {
    const grantId = await granted({ callsPerDay: 3, rowsPerDay: 10 });
    t.clock.travelTo('2026-09-24T23:59:30+08:00');
    expect((await one(await askOf(grantId, { limit: 4 }))).mostRows).toBe(4);
    const whole = await one(await askOf(grantId));
    expect(whole.mostRows).toBe(6);
    expect((await one(await askOf(grantId))).problem).toMatchObject({ code: 'sharing/quota-exhausted', status: 429, retryAfterSeconds: 30, errors: [{ code: 'rows-per-day' }] });
    t.clock.travelTo('2026-09-25T00:00:00+08:00');
    expect((await one(await askOf(grantId, { limit: 9 }))).mostRows).toBe(9);
    // Given back to the total; the new day owes nothing to the old one.
    await t.ask(closePermits, { closings: [{ permitId: String(whole.permitId), state: 'FAILED', bytes: 0 }] });
    expect((await one(await askOf(grantId))).mostRows).toBe(1);
    expect((await one(await askOf(grantId))).problem).toMatchObject({ code: 'sharing/quota-exhausted', retryAfterSeconds: 86_400, errors: [{ code: 'rows-per-day' }] });
  });

  it('costs three statements for a message of 512 calls', async () => {
    const grantId = await granted({ callQuota: 600 });
    const ask = await askOf(grantId);
    await one(ask);
    const { source } = t.service.unitOfWork;
    const { logger } = source;
    const statements: string[] = [];
    source.logger = Object.assign(Object.create(logger) as typeof logger, { logQuery: (query: string) => void statements.push(query) });
    const answers = await take(...Array<PermitAsk>(512).fill(ask));
    source.logger = logger;
    expect(answers.at(-1)?.number).toBe(513);
    expect(statements.filter((query) => /usage_grant|INSERT INTO (?!inbox)/.test(query))).toHaveLength(3);
    await t.eventually(() => t.seen(permitsTaken).some(({ data }) => data.permits.length === 512));
  });

  it('closes each permit once, ignores permits nobody knows, and shows calls to the parties and the auditor alone', async () => {
    const grantId = await granted();
    const ask = await askOf(grantId);
    const ids = (await take(ask, ask, ask)).map(({ permitId }) => String(permitId));
    const delivered = { state: 'COMPLETED', rows: 3, bytes: 9_000_000_000_000, digest: 'd'.repeat(64), dataVersion: 1 };
    const closings = [{ permitId: String(ids[0]), ...delivered }, { permitId: String(ids[1]), state: 'FAILED', bytes: 0 }, { permitId: randomUUID(), state: 'FAILED', bytes: 0 }];
    expect(await t.ask(closePermits, { closings })).toEqual({ closed: 2 });
    expect(await t.ask(closePermits, { closings: [{ permitId: String(ids[0]), state: 'FAILED', bytes: 1 }] })).toEqual({ closed: 0 });

    const faulty = { closings: [{ permitId: String(ids[2]), state: 'OPEN', bytes: -1 }] };
    expect((await refusal(t.ask(closePermits, faulty))).parts.errors?.map(({ pointer }) => pointer)).toEqual(['/closings/0/state', '/closings/0/bytes']);

    const first = await t.ask(findPermits, { id: grantId, limit: 2 }, civilAffairs);
    expect(first.items).toMatchObject([
      { number: 1, id: ids[0], state: 'COMPLETED', rows: 3, bytes: 9_000_000_000_000, takenAt: '2026-09-24T01:00:00.000Z', client: 'civil-affairs-client' },
      { number: 2, state: 'FAILED', bytes: 0 },
    ]);
    expect((await t.ask(findPermits, { id: grantId, limit: 2, cursor: String(first.nextCursor) }, naturalResources)).items).toMatchObject([{ number: 3, state: 'OPEN', bytes: null }]);
    expect((await t.ask(findPermits, { id: grantId }, provinceAuditor)).items).toHaveLength(3);
    expect((await t.ask(findPermits, { id: grantId }, provinceAuthority)).items).toHaveLength(3);
    for (const stranger of [education, { ...provinceAuditor, division: '130100' }]) {
      expect((await refusal(t.ask(findPermits, { id: grantId }, stranger))).definition.status).toBe(404);
    }
    expect((await refusal(t.ask(findPermits, { id: grantId, cursor: '-1' }, civilAffairs))).parts.errors?.[0]?.pointer).toBe('/cursor');
  });

  it('finds from permits who received wrong rows before they were corrected', async () => {
    const own = publishedEntry(partyOf(naturalResources), { sharingType: 'UNCONDITIONAL' });
    await t.announce(entryPublished, own.id, own);
    await t.announce(versionCompleted, own.id, { entryId: own.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1', [own.id])).length === 1);
    const [unclosed, wrong, right, silent] = [await granted({}, { entryId: own.id }), await granted({}, { entryId: own.id }, education), await granted({}, { entryId: own.id }), await granted({}, { entryId: own.id })];
    await take(await askOf(unclosed), await askOf(unclosed));
    const [old] = await take(await askOf(wrong, {}, education));
    const [young] = await take(await askOf(right));
    const delivered = { state: 'COMPLETED', bytes: 10 };
    await t.ask(closePermits, { closings: [{ permitId: String(old?.permitId), ...delivered, dataVersion: 1 }, { permitId: String(young?.permitId), ...delivered, dataVersion: 2 }] });
    t.clock.advance(60_000);
    const correction = { correctionId: randomUUID(), entryId: own.id, lastWrongVersion: 1, correctedVersion: 2, rows: 1, verificationId: null };
    const event = await t.announce(rowsCorrected, own.id, correction);
    t.clock.advance(60_000);
    await take(await askOf(silent));
    const found = await t.eventually(() => t.seen(pastReceiversFound).find(({ data }) => data.correctionId === correction.correctionId));
    expect(found.data).toMatchObject({ entryId: own.id, entryName: own.name, correctedVersion: 2 });
    expect(found.data.receivers).toEqual([
      { organisation: partyOf(civilAffairs), grantId: unclosed, permits: 2, lastTakenAt: '2026-09-24T01:00:00.000Z' },
      { organisation: partyOf(education), grantId: wrong, permits: 1, lastTakenAt: '2026-09-24T01:00:00.000Z' },
    ]);
    await t.announce(rowsCorrected, own.id, correction, { id: event.id });
    const next = await t.announce(rowsCorrected, own.id, { ...correction, correctionId: randomUUID() });
    await t.eventually(() => t.seen(pastReceiversFound).some(({ data }) => data.correctionId === next.data.correctionId));
    expect(t.seen(pastReceiversFound).filter(({ data }) => data.correctionId === correction.correctionId)).toHaveLength(1);
  });
});
