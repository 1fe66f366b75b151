import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnGrant,
  actOnSharingRequest,
  entryPublished,
  getGrant,
  grantIssued,
  grantSuspended,
  permitsRefused,
  safetyStopLifted,
  safetyStopped,
  submitSharingRequest,
  stopForSafety,
  liftSafetyStop,
  takePermits,
  versionCompleted,
  type ActOnSharingRequest,
  type EntryPublished,
  type PermitAnswer,
  type PermitAsk,
  type ProblemWire,
  type Role,
  type SubmitSharingRequest,
} from '@gongshu/contracts';
import { hebei, nameParties, partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { reasonsToAsk } = hebei;
const START = '2026-09-24T09:00:00+08:00';

/** A node under one pack, with the parties of a grant and the ways to one. */
class Place {
  readonly authority = this.member('authority', 'DATA_AUTHORITY');
  readonly provider = this.member('provider', 'DATA_ADMINISTRATOR');
  readonly requester = this.member('requester', 'DATA_ADMINISTRATOR');
  readonly other = this.member('other', 'DATA_ADMINISTRATOR');

  private constructor(
    readonly t: TestService,
    private readonly code: string,
    private readonly level: string,
  ) {}

  static async open(pack: string, code: string, level: string): Promise<Place> {
    const opened = new Place(await startTestService(sharingService, { node: { code, name: pack, level, pack }, startAt: START }), code, level);
    await nameParties(opened.t, { code, level }, [opened.requester, opened.provider]);
    return opened;
  }

  private member(id: string, ...roles: Role[]): TestParty {
    return person({ id: `${this.code}-${id}`, name: id, division: this.code, level: this.level, node: this.code }, ...roles);
  }

  async publish(own: Partial<EntryPublished> = {}): Promise<EntryPublished> {
    const entry = publishedEntry(partyOf(this.provider), own);
    await this.t.announce(entryPublished, entry.id, entry);
    await this.t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await this.known(entry);
    return entry;
  }

  /** The entry at its version, with data. */
  async known({ id, version }: EntryPublished): Promise<void> {
    await this.t.eventually(async () => (await this.t.query('SELECT FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1 AND version = $2', [id, version])).length === 1);
  }

  /** Asks for conditional data and has the provider agree, with whatever comes before and after by the pack. */
  async granted(own: Partial<SubmitSharingRequest> = {}, terms: Partial<ActOnSharingRequest> = {}): Promise<string> {
    const entryId = own.entryId ?? (await this.publish()).id;
    let request = await this.t.ask(submitSharingRequest, { entryId, ...reasonsToAsk, scope: '全市', columns: ['code', 'name'], ...own }, this.requester);
    while (request.grantId === null) {
      const act = ['forward', 'record-written-receipt', 'agree', 'deliver'].find((name) => request.step.acts.includes(name));
      if (act === undefined) throw new Error(`nothing to do at ${request.state}: ${request.step.acts.join(', ')}`);
      const by = request.step.actorParty === 'provider' ? this.provider : this.authority;
      const provides = act === 'deliver' || (act === 'agree' && !request.step.acts.includes('deliver') && this.code !== '130000');
      const words = act === 'record-written-receipt' ? { writtenReceivedOn: '2026-09-24' } : act === 'agree' ? { reasons: '符合条件' } : {};
      request = await this.t.ask(actOnSharingRequest, { id: request.id, act, ...words, ...(provides ? terms : {}) }, by);
    }
    return request.grantId;
  }

  async ask(grantId: string, own: Partial<PermitAsk> = {}, caller: TestParty = this.requester): Promise<PermitAnswer & { readonly problem: ProblemWire | null }> {
    const ask = { token: await this.t.issuers.token(caller), grantId, scenario: reasonsToAsk.applicationScenario, form: 'ROWS', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, ...own };
    const [answer] = (await this.t.ask(takePermits, { asks: [ask] })).answers;
    if (answer === undefined) throw new Error('one ask, one answer');
    return answer as PermitAnswer & { readonly problem: ProblemWire | null };
  }

  /** Codes of the refused calls on record for a grant, once there are so many. */
  async recorded(grantId: string, count: number): Promise<string[]> {
    return this.t.eventually(() => {
      const codes = this.t.seen(permitsRefused).flatMap(({ data }) => data.calls).filter((call) => call.grantId === grantId).map(({ code }) => code);
      return codes.length === count && codes;
    });
  }
}

function place(pack: string, code: string, level: string): () => Place {
  let opened: Place;
  beforeAll(async () => {
    opened = await Place.open(pack, code, level);
  });
  afterAll(() => opened.t.stop());
  return () => opened;
}

describe('use of a grant in Fushun', () => {
  const at = place('fushun', '210400', 'CITY');

  it('[FUS-18-4] needs a granted request: 403 without one, and let through with it', async () => {
    const none = randomUUID();
    expect((await at().ask(none)).problem).toMatchObject({ status: 403, code: 'sharing/not-granted' });
    expect(await at().recorded(none, 1)).toEqual(['sharing/not-granted']);
    expect(await at().ask(await at().granted())).toMatchObject({ number: 1, problem: null });
  });

  it('[FUS-18-7] is its holder’s alone: another department’s token gets 403, which tells nothing of the grant and is on record', async () => {
    const grantId = await at().granted();
    const foreign = (await at().ask(grantId, {}, at().other)).problem;
    expect(foreign).toMatchObject({ status: 403 });
    expect(foreign).toEqual((await at().ask(randomUUID(), {}, at().other)).problem);
    expect(await at().recorded(grantId, 1)).toEqual(['sharing/not-granted']);
    expect((await at().t.ask(getGrant, { id: grantId }, at().requester)).callsTaken).toBe(0);
  });
});

describe('use of a grant in Ji’an', () => {
  const at = place('jian', '360800', 'CITY');

  it('[JIA-4-4] is for the granted purpose: a call that names another gets 403 with the article', async () => {
    const grantId = await at().granted();
    expect((await at().ask(grantId, { purpose: '商业推广' })).problem).toMatchObject({ status: 403, code: 'sharing/purpose-mismatch', article: { pack: 'jian', article: '4' }, errors: [{ pointer: '/purpose' }] });
    expect(await at().ask(grantId, { purpose: reasonsToAsk.purpose })).toMatchObject({ number: 1, problem: null });
    expect(await at().recorded(grantId, 1)).toEqual(['sharing/purpose-mismatch']);
  });

  it('[JIA-5-2] costs nothing: a fee is refused wherever sharing is asked for or granted', async () => {
    const { id: entryId } = await at().publish();
    const asked = { entryId, ...reasonsToAsk, scope: '全市', columns: ['code'] };
    const free = async (asking: Promise<unknown>): Promise<void> => {
      const { definition, parts } = await refusal(asking);
      expect([definition.status, parts.errors?.[0]?.pointer]).toEqual([422, '/fee']);
    };
    await free(at().t.ask(submitSharingRequest, { ...asked, fee: 100 } as SubmitSharingRequest, at().requester));
    const { id } = await at().t.ask(submitSharingRequest, asked, at().requester);
    await free(at().t.ask(actOnSharingRequest, { id, act: 'agree', reasons: '同意', fee: 100 } as ActOnSharingRequest, at().provider));
  });
});

describe('use of a grant in Liaoning', () => {
  const at = place('liaoning', '210000', 'PROVINCE');

  it('[LIA-4-3] is provided through the platform, on record, and a fee on the grant is refused', async () => {
    const { id: entryId } = await at().publish();
    const { id } = await at().t.ask(submitSharingRequest, { entryId, ...reasonsToAsk, columns: ['code'] }, at().requester);
    const { definition, parts } = await refusal(at().t.ask(actOnSharingRequest, { id, act: 'agree', fee: 1 } as ActOnSharingRequest, at().provider));
    expect([definition.status, parts.errors?.[0]?.pointer]).toEqual([422, '/fee']);
    const { grantId } = await at().t.ask(actOnSharingRequest, { id, act: 'agree' }, at().provider);
    const issued = await at().t.eventually(() => at().t.seen(grantIssued).find(({ data }) => data.requestId === id));
    expect(issued.data).toMatchObject({ id: grantId, article: '12' });
  });

  it('[LIA-12-4] stays within the reply: its items, purpose, rows’ number, hours and term', async () => {
    const grantId = await at().granted({}, { validUntil: '2026-09-25', hours: { from: '08:00', to: '18:00' }, rowQuota: 5 });
    const article = { pack: 'liaoning', article: '18' };
    expect((await at().ask(grantId, { columns: ['code', 'level'] })).problem).toMatchObject({ status: 403, code: 'sharing/outside-grant', article, errors: [{ detail: 'level' }] });
    expect((await at().ask(grantId, { purpose: '商业推广' })).problem).toMatchObject({ status: 403, code: 'sharing/purpose-mismatch', article });
    expect((await at().ask(grantId, { scenario: '商业推广' })).problem).toMatchObject({ status: 403, code: 'sharing/scenario-mismatch', article });
    expect((await at().ask(grantId, { form: 'FILE' })).problem).toMatchObject({ status: 403, code: 'sharing/outside-grant', article, allowed: ['ROWS'] });
    expect(await at().ask(grantId, { limit: 9 })).toMatchObject({ number: 1, mostRows: 5, problem: null });
    expect((await at().ask(grantId)).problem).toMatchObject({ status: 429, code: 'sharing/quota-exhausted' });
    at().t.clock.travelTo('2026-09-24T18:00:00+08:00');
    expect((await at().ask(grantId)).problem).toMatchObject({ status: 403, code: 'sharing/outside-grant', allowed: ['08:00-18:00'] });
    at().t.clock.travelTo('2026-09-26T09:00:00+08:00');
    expect((await at().ask(grantId)).problem).toMatchObject({ status: 403, code: 'sharing/grant-ended' });
    at().t.clock.travelTo(START);
  });

  it('[LIA-18-5] is no third party’s: another organisation’s token gets 403 and is on record', async () => {
    const grantId = await at().granted();
    expect((await at().ask(grantId, {}, at().other)).problem).toMatchObject({ status: 403 });
    expect(await at().recorded(grantId, 1)).toEqual(['sharing/not-granted']);
    expect((await at().t.ask(getGrant, { id: grantId }, at().requester)).terms).toMatchObject({ thirdParties: [], storageAllowed: false });
  });
});

describe('use of a grant in Weihai', () => {
  const at = place('weihai', '371000', 'CITY');
  const words = { reasons: '调用异常', ground: 'CALL_ABUSE' };

  it('[WEI-20-1] is for the stated purpose: a call that names another gets 403', async () => {
    const grantId = await at().granted();
    expect((await at().ask(grantId, { purpose: '商业推广' })).problem).toMatchObject({ status: 403, code: 'sharing/purpose-mismatch', article: { pack: 'weihai', article: '20' } });
    expect(await at().ask(grantId, { purpose: reasonsToAsk.purpose })).toMatchObject({ number: 1, problem: null });
  });

  it('[WEI-33-1] is suspended by the authority or the provider, and by nobody else', async () => {
    for (const stopping of [at().authority, at().provider]) {
      const grantId = await at().granted();
      expect((await refusal(at().t.ask(actOnGrant, { id: grantId, act: 'suspend', ...words }, at().requester))).definition).toMatchObject({ status: 403, code: 'sharing/not-your-turn' });
      expect((await refusal(at().t.ask(actOnGrant, { id: grantId, act: 'suspend', ...words }, at().other))).definition.status).toBe(404);
      expect(await at().ask(grantId)).toMatchObject({ number: 1, problem: null });
      expect(await at().t.ask(actOnGrant, { id: grantId, act: 'suspend', ...words }, stopping)).toMatchObject({ state: 'SUSPENDED' });
      expect((await at().ask(grantId)).problem).toMatchObject({ status: 403, code: 'sharing/grant-suspended', article: { pack: 'weihai', article: '33' } });
    }
  });

  it('[WEI-33-2] is suspended, restored and terminated with reasons, and a termination is final', async () => {
    const grantId = await at().granted();
    const act = (name: string, own: object = words, by = at().authority) => at().t.ask(actOnGrant, { id: grantId, act: name, ...own }, by);
    await act('suspend');
    expect((await refusal(act('restore', {}))).parts).toMatchObject({ errors: [{ pointer: '/reasons' }] });
    expect(await act('restore', { reasons: '核查无误' })).toMatchObject({ state: 'ACTIVE', suspensionReason: null });
    expect(await at().ask(grantId)).toMatchObject({ number: 1, problem: null });
    await act('suspend');
    expect((await refusal(act('terminate', {}))).parts).toMatchObject({ errors: [{ pointer: '/reasons' }] });
    expect(await act('terminate', { reasons: '违规属实' }, at().provider)).toMatchObject({ state: 'TERMINATED', suspensionReason: '违规属实' });
    for (const name of ['restore', 'suspend', 'terminate']) expect((await refusal(act(name))).definition.status).toBe(409);
    expect((await at().ask(grantId)).problem).toMatchObject({ status: 403, code: 'sharing/grant-ended' });
    await at().t.eventually(() => at().t.seen(grantSuspended).some(({ data }) => data.id === grantId && data.state === 'TERMINATED'));
  });

  it('is terminated without a suspension before it, with a ground the law knows', async () => {
    const grantId = await at().granted();
    expect((await refusal(at().t.ask(actOnGrant, { id: grantId, act: 'terminate', reasons: '不再需要' }, at().provider))).parts.errors?.[0]?.pointer).toBe('/ground');
    expect(await at().t.ask(actOnGrant, { id: grantId, act: 'terminate', ...words }, at().provider)).toMatchObject({ state: 'TERMINATED' });
  });

  it('[WEI-32-2] ends at once when the entry is found to be unsafe, for every holder, until the danger is over', async () => {
    const entry = await at().publish();
    const grantId = await at().granted({ entryId: entry.id });
    const stop = (by: TestParty) => at().t.ask(stopForSafety, { id: entry.id, reasons: '接口存在漏洞' }, by);
    for (const nobody of [at().requester, at().other]) expect((await refusal(stop(nobody))).definition.status).toBe(404);
    const under = Array.from({ length: 20 }, () => at().ask(grantId));
    const stopped = await stop(at().provider);
    const [{ count } = { count: -1 }] = await at().t.query<{ count: number }>('SELECT count(*)::integer AS count FROM permit WHERE grant_id = $1', [grantId]);
    expect((await at().ask(grantId)).problem).toMatchObject({ status: 403, code: 'sharing/safety-stopped', article: { pack: 'weihai', article: '32' } });
    expect((await Promise.all(under)).filter(({ permitId }) => permitId !== null)).toHaveLength(count);
    expect(await at().t.ask(getGrant, { id: grantId }, at().requester)).toMatchObject({ state: 'ACTIVE', safetyStopped: true });
    const told = await at().t.eventually(() => at().t.seen(safetyStopped).find(({ data }) => data.entryId === entry.id));
    expect(told.data).toMatchObject({ id: stopped.id, holders: [partyOf(at().requester)], article: { article: '32' } });
    expect((await refusal(stop(at().authority))).definition.code).toBe('sharing/already-stopped');

    const later = await at().granted({ entryId: entry.id, columns: ['level'] });
    expect((await at().ask(later)).problem).toMatchObject({ code: 'sharing/safety-stopped' });
    const lift = (by: TestParty) => at().t.ask(liftSafetyStop, { id: stopped.id, reasons: '漏洞已修复' }, by);
    expect((await refusal(lift(at().requester))).definition.status).toBe(404);
    expect(await lift(at().authority)).toMatchObject({ liftedReasons: '漏洞已修复' });
    expect((await refusal(lift(at().authority))).definition.code).toBe('sharing/stop-lifted');
    for (const id of [grantId, later]) expect((await at().ask(id)).problem).toBeNull();
    await at().t.eventually(() => at().t.seen(safetyStopLifted).some(({ data }) => data.entryId === entry.id));
  });
});

describe('use of a grant in Hebei', () => {
  const at = place('hebei', '130000', 'PROVINCE');

  it('[HEB-34-6] is refused and on record when the grant has expired, was revoked or is another’s', async () => {
    const [expired, revoked, foreign] = [await at().granted({}, { validUntil: '2026-09-24' }), await at().granted(), await at().granted()];
    await at().t.ask(actOnGrant, { id: revoked, act: 'terminate', reasons: '不再需要' }, at().authority);
    at().t.clock.travelTo('2026-09-25T00:00:00+08:00');
    expect((await at().ask(expired)).problem).toMatchObject({ status: 403, code: 'sharing/grant-ended' });
    expect((await at().ask(revoked)).problem).toMatchObject({ status: 403, code: 'sharing/grant-ended' });
    expect((await at().ask(foreign, {}, at().other)).problem).toMatchObject({ status: 403, code: 'sharing/not-granted' });
    for (const id of [expired, revoked, foreign]) expect(await at().recorded(id, 1)).toHaveLength(1);
    at().t.clock.travelTo(START);
  });

  it('is limited, and needs its purpose named, as soon as the data are of a higher security grade', async () => {
    const entry = await at().publish();
    const grantId = await at().granted({ entryId: entry.id });
    expect(await at().ask(grantId)).toMatchObject({ number: 1, mostRows: null, problem: null });
    const raised = async (version: number, securityLevel: string): Promise<void> => {
      await at().t.announce(entryPublished, entry.id, { ...entry, version, securityLevel });
      await at().known({ ...entry, version });
    };
    await raised(2, 'IMPORTANT');
    expect(await at().ask(grantId)).toMatchObject({ number: 2, mostRows: 10_000, problem: null });
    await raised(3, 'CORE');
    expect((await at().ask(grantId)).problem).toMatchObject({ status: 403, code: 'sharing/protected', article: { pack: 'hebei', article: '34' }, errors: [{ pointer: '/purpose' }] });
    expect(await at().ask(grantId, { purpose: reasonsToAsk.purpose, limit: 20_000 })).toMatchObject({ number: 3, mostRows: 1_000, problem: null });
  });
});
