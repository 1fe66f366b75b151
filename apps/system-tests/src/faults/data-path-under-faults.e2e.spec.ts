import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletenessView, GrantView, PermitView } from '@gongshu/contracts';
import { openStage, type Stage } from '@gongshu/demo';
import { environment } from '@gongshu/service-kit';
import { eventually } from '@gongshu/testing';
import { faultsOf, all } from '../audit-log.js';
import { seededRandom, shuffled } from '../seeded-random.js';
import { Witness } from '../witness.js';
import { ApartPlatform, VICTIMS, type Victim } from './apart-platform.js';
import { REQUESTER } from './apart-places.js';
import { CallLedger } from './call-ledger.js';
import { documentBytes, grantData, ROWS, SCENARIO } from './granted-data.js';
import { HeldDownload } from './held-download.js';

/** Another one by `FAULT_SEED`. */
const SEED = Number(environment()['FAULT_SEED'] ?? 20_261_122);
const CALLS = 60;
/** Rows of each call under the grant with a quota of rows, which is a multiple of it: so each permit reserves just as many. */
const EACH = 7;
const ROW_QUOTA = 60 * EACH;
/** Calls that the clients of a grant with a quota make while a part dies. */
const BURST = 6;
const ASKED = `scenario=${SCENARIO}`;

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe(`data calls while every part of the node is killed, FAULT_SEED=${String(SEED)}`, { timeout: 60_000 }, () => {
  let platform: ApartPlatform;
  let stage: Stage;
  let ledger: CallLedger;
  const document = documentBytes();
  const grants = { rows: '', calls: '', quota: '', pages: '', file: '', suspended: '', terminated: '' };
  const random = seededRandom(SEED);
  // The end is a loss of power: nothing that was stopped before may come back with it.
  const order: readonly Victim[] = [...shuffled(VICTIMS.filter((victim) => victim !== 'everything'), random), 'everything'];
  const stops = { suspended: 1 + Math.floor(random() * 4), terminated: 1 + Math.floor(random() * 4) } as const;
  const story = `seed ${String(SEED)}: ${order.join(', ')}; suspended at ${String(stops.suspended)}, terminated at ${String(stops.terminated)}`;
  const downloads: { readonly victim: Victim; readonly interruptions: number; readonly digest: string }[] = [];

  const rowsFault = (offset: number, limit: number) => (body: Buffer): string | null =>
    JSON.stringify(JSON.parse(body.toString())) === JSON.stringify(ROWS.slice(offset, offset + limit)) ? null : `other rows than ${String(limit)} from ${String(offset)}`;
  const rowsOf = (grantId: string, limit: number): Promise<number> => {
    const offset = Math.floor(random() * 1_000);
    return ledger.call({ grantId, path: `rows?${ASKED}&limit=${String(limit)}&offset=${String(offset)}` }, rowsFault(offset, limit));
  };
  const pageOf = (): Promise<number> => {
    const page = 1 + Math.floor(random() * 100);
    return ledger.call({ grantId: grants.pages, path: `browse?${ASKED}&size=10&page=${String(page)}&sort=code:desc` }, (body) => {
      const { items } = JSON.parse(body.toString()) as { items: { code: string }[] };
      const first = ROWS.length - (page - 1) * 10 - 1;
      return JSON.stringify(items.map(({ code }) => code)) === JSON.stringify(Array.from({ length: 10 }, (_, at) => ROWS[first - at]?.code)) ? null : `another page than ${String(page)}`;
    });
  };
  const rangeOf = (): Promise<number> => {
    const first = Math.floor(random() * document.length);
    const last = Math.min(document.length - 1, first + Math.floor(random() * 200_000));
    const headers = { range: `bytes=${String(first)}-${String(last)}` };
    return ledger.call({ grantId: grants.file, path: `file?${ASKED}`, headers }, (body, { status }) =>
      status === 206 && body.equals(document.subarray(first, last + 1)) ? null : `other bytes than ${String(first)}-${String(last)}`);
  };
  const burst = (): Promise<unknown> => Promise.all(Array.from({ length: BURST }, () => Promise.all([rowsOf(grants.calls, 1), rowsOf(grants.quota, EACH)])));
  const stop = async (grantId: string, act: string): Promise<void> => {
    const answer = await stage.party('city-authority').post(`/v1/grants/${grantId}/acts`, { act, reasons: '存在数据安全问题', ground: 'SECURITY_DANGER' });
    expect(answer.status, answer.text).toBe(200);
    ledger.stopped(grantId);
  };

  const provoke = async (victim: Victim, at: number): Promise<void> => {
    const held = await HeldDownload.begin(ledger, grants.file, `file?${ASKED}`);
    const before = ledger.of(grants.rows).length;
    const acts: Promise<unknown>[] = [burst()];
    if (at === stops.suspended) acts.push(stop(grants.suspended, 'suspend'));
    if (at === stops.terminated) acts.push(stop(grants.terminated, 'terminate'));
    await Promise.all([...acts, platform.kill(victim)]);
    const wanted = before + 8 + Math.floor(random() * 24);
    await eventually(() => {
      expect(ledger.of(grants.rows).length, `calls after the death of ${victim}; ${story}; last refused ${ledger.lastRefusal}`).toBeGreaterThan(wanted);
      return true;
    }, 45_000);
    const digest = await held.finish();
    downloads.push({ victim, interruptions: held.interruptions, digest });
  };
  /** Takes what is left of a grant's quota, and is refused then. */
  const drain = async (grantId: string, limit: number): Promise<void> => {
    await eventually(async () => (await rowsOf(grantId, limit)) === 429, 20_000);
  };

  beforeAll(async () => {
    platform = await ApartPlatform.start();
    stage = await openStage(platform.place.home, new Witness());
    ledger = new CallLedger(platform.url, () => stage.party(REQUESTER).accessToken());
    await Promise.all([
      grantData(stage, '一般调用', 'INTERFACE', null).then((id) => (grants.rows = id)),
      grantData(stage, '限次调用', 'INTERFACE', null, { callQuota: CALLS }).then((id) => (grants.calls = id)),
      grantData(stage, '限量调用', 'INTERFACE', null, { rowQuota: ROW_QUOTA }).then((id) => (grants.quota = id)),
      grantData(stage, '在线浏览', 'ONLINE_BROWSE', null).then((id) => (grants.pages = id)),
      grantData(stage, '文件下载', 'FILE_DOWNLOAD', document).then((id) => (grants.file = id)),
      grantData(stage, '将被暂停', 'INTERFACE', null).then((id) => (grants.suspended = id)),
      grantData(stage, '将被终止', 'INTERFACE', null).then((id) => (grants.terminated = id)),
    ]);
    let over = false;
    const client = async (call: () => Promise<number>): Promise<void> => {
      while (!over) {
        const status = await call();
        if (status !== 200 && status !== 206) await ledger.pause();
      }
    };
    const { rows, suspended, terminated } = grants;
    const clients = [() => rowsOf(rows, 1 + Math.floor(random() * 40)), () => rowsOf(rows, 3), pageOf, rangeOf, () => rowsOf(suspended, 2), () => rowsOf(terminated, 2)].map(client);
    try {
      for (const [at, victim] of order.entries()) await provoke(victim, at);
    } finally {
      over = true;
      await Promise.all(clients);
    }
    await drain(grants.calls, 1);
    await drain(grants.quota, EACH);
  }, 300_000);
  afterAll(() => platform.leave());

  const authority = () => stage.party('city-authority');
  const grantOf = async (id: string): Promise<GrantView> => (await authority().get(`/v1/grants/${id}`, true)).body as GrantView;
  const permitsOf = (id: string): Promise<PermitView[]> => all<PermitView>(authority(), `/v1/grants/${id}/permits`);

  it('showed no caller anything but data as they are, or an honest refusal', () => {
    expect(ledger.faults, story).toEqual([]);
    for (const [name, grantId] of Object.entries(grants)) expect(ledger.of(grantId).length, `${name}; ${story}`).toBeGreaterThan(name in stops ? 0 : 10);
  });

  it('gave each answered call a permit of its own, and took no more permits than calls were lost besides', async () => {
    for (const [name, grantId] of Object.entries(grants)) {
      const permits = await permitsOf(grantId);
      const numbers = ledger.of(grantId).map(({ number }) => number);
      expect(new Set(numbers).size, `${name}; ${story}`).toBe(numbers.length);
      expect(permits.map(({ number }) => number), `${name}; ${story}`).toEqual(permits.map((_, at) => at + 1));
      expect(numbers.filter((number) => number < 1 || number > permits.length), `${name}; ${story}`).toEqual([]);
      expect(permits.length - numbers.length, `${name}; ${story}`).toBeLessThanOrEqual(ledger.lostOf(grantId));
      expect((await grantOf(grantId)).callsTaken, `${name}; ${story}`).toBe(permits.length);
    }
  });

  it('proves each grant’s record complete, its chain whole', async () => {
    for (const [name, grantId] of Object.entries(grants)) {
      const { last, count, gaps, complete, brokenAt } = (await authority().get(`/v1/grants/${grantId}/completeness`, true)).body as CompletenessView;
      expect({ name, gaps, complete, brokenAt, count }).toEqual({ name, gaps: [], complete: true, brokenAt: null, count: last });
    }
  });

  it('has the digest of what was read, wherever an answer was read to its end and its end was reported', async () => {
    let compared = 0;
    for (const [name, grantId] of Object.entries(grants)) {
      const permits = new Map((await permitsOf(grantId)).map((permit) => [permit.number, permit]));
      for (const { number, digest } of ledger.of(grantId)) {
        const permit = permits.get(number);
        if (digest === null || permit?.state === 'OPEN') continue;
        compared += 1;
        expect([name, number, permit?.state, permit?.digest], story).toEqual([name, number, 'COMPLETED', digest]);
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('let out exactly as many calls and rows as the quotas say', async () => {
    expect(await permitsOf(grants.calls), story).toHaveLength(CALLS);
    expect(ledger.of(grants.calls).length, story).toBeLessThanOrEqual(CALLS);
    expect(ledger.of(grants.quota).length * EACH, story).toBeLessThanOrEqual(ROW_QUOTA);
    // What was not delivered comes back when the last ends have been reported.
    await expect.poll(async () => {
      const [{ rowsTaken }, permits] = await Promise.all([grantOf(grants.quota), permitsOf(grants.quota)]);
      const counted = permits.reduce((sum, { rows, state, bytes }) => sum + (rows ?? (state === 'FAILED' && bytes === 0 ? 0 : EACH)), 0);
      return [rowsTaken - counted, rowsTaken <= ROW_QUOTA, permits.every(({ rows }) => rows === null || rows === EACH)];
    }, { timeout: 10_000, message: story }).toEqual([0, true, true]);
  });

  it('answered nothing under a stopped grant, and revived none', async () => {
    expect([(await grantOf(grants.suspended)).state, (await grantOf(grants.terminated)).state], story).toEqual(['SUSPENDED', 'TERMINATED']);
    for (const grantId of [grants.suspended, grants.terminated]) expect(await rowsOf(grantId, 1), story).toBe(403);
    expect(ledger.faults, story).toEqual([]);
  });

  it('resumed every download that was broken off, byte for byte', () => {
    expect(downloads.map(({ digest }) => digest), story).toEqual(order.map(() => sha256(document)));
    for (const { victim, interruptions } of downloads) if (['gateway', 'exchange', 'everything'].includes(victim)) expect(interruptions, `${victim}; ${story}`).toBeGreaterThan(0);
  });

  it('left a log without a gap or a double, which the verifier accepts', async () => {
    await expect.poll(() => faultsOf(stage.party('city-auditor')), { timeout: 20_000, interval: 250, message: story }).toEqual([]);
  });
});
