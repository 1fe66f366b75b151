import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playHebei, startAirQualityService, type AirQualityService, type Caller, type Stage } from '@gongshu/demo';
import { all, faultsOf } from './audit-log.js';
import { CITY, COUNTY, leavePlace, LocalPlatform, nameOf, newPlace, PROVINCE, type Victim } from './local-platform.js';
import type { Place } from './running-program.js';
import { seededRandom, shuffled } from './seeded-random.js';
import { openWatchedStage, Witness, type DataCalls } from './witness.js';

const SEED = 20_261_121;
/** Facts the demo states in this topology before it comes to the audit. */
const FACTS = 56;

const VICTIMS: readonly Victim[] = [{ node: PROVINCE }, { node: CITY }, { node: COUNTY }, { bus: PROVINCE }, { bus: CITY }, 'postgres', 'everything'];

interface Permit {
  readonly number: number;
  readonly id: string;
  readonly state: string;
}

/** After which fact each victim is killed: one in each stretch of the demo, in a random order. */
function planOfKills(seed: number): ReadonlyMap<number, Victim> {
  const random = seededRandom(seed);
  const stretch = FACTS / VICTIMS.length;
  return new Map(shuffled(VICTIMS, random).map((victim, n) => [1 + Math.floor(n * stretch + random() * (stretch - 1)), victim]));
}

describe('the main job while everything is killed once', { timeout: 240_000 }, () => {
  let place: Place;
  let platform: LocalPlatform;
  let airQuality: AirQualityService;
  let stage: Stage;
  let calls: DataCalls;
  const plan = planOfKills(SEED);
  const story = [...plan].map(([fact, victim]) => `${nameOf(victim)} after fact ${String(fact)}`).join(', ');
  const kills: Promise<void>[] = [];
  const witness = new Witness((facts) => {
    const victim = plan.get(facts);
    if (victim !== undefined) kills.push(platform.kill(victim));
  });

  beforeAll(async () => {
    place = await newPlace();
    airQuality = await startAirQualityService(0);
    platform = await LocalPlatform.start(place);
    ({ stage, calls } = await openWatchedStage(place.home, witness));
    await playHebei(stage, airQuality);
    await Promise.all(kills);
  }, 240_000);
  afterAll(async () => {
    await leavePlace(place, platform);
    await airQuality.stop();
  });

  const party = (id: string): Caller => stage.party(id);
  const requestId = async (): Promise<string> => {
    const [request] = (await all<{ id: string; entryName: string }>(party('county-requester'), '/v1/sharing-requests')).filter(({ entryName }) => entryName === '河北省行政区划');
    return request?.id ?? '';
  };

  it('is told to its end, and every fact is as without a death', () => {
    expect(kills.length, story).toBe(VICTIMS.length);
    expect(witness.differences, story).toEqual([]);
  });

  it('made one entry at each node, one request with each act once, and one grant', async () => {
    for (const reader of ['province-authority', 'city-authority', 'county-authority']) {
      const names = async (): Promise<string[]> => (await all<{ name: string }>(party(reader), '/v1/catalogue-entries')).map(({ name }) => name).sort();
      // The last death may have come while an entry was on its way up.
      await expect.poll(names, { timeout: 20_000, interval: 250, message: reader }).toEqual(['河北省行政区划', '石家庄市空气质量监测']);
    }
    const id = await requestId();
    const acts = async (reader: string): Promise<string[]> => (await party(reader).get(`/v1/sharing-requests/${id}`, true)).list('history').map(({ act, node }) => `${String(act)} ${String(node)}`);
    const inProvince = ['submit', 'forward', 'agree', 'deliver'].map((act) => `${act} ${PROVINCE}`);
    expect(await acts('county-requester')).toEqual([`submit ${CITY}`, `forward ${CITY}`, `forward ${CITY}`, ...inProvince]);
    expect((await acts('province-authority')).filter((act) => act.endsWith(PROVINCE))).toEqual(inProvince);
    const grants = (await all<{ requestId: string }>(party('province-authority'), '/v1/grants')).filter(({ requestId: of }) => of === id);
    expect(grants).toHaveLength(1);
  });

  it('gave each answered call a permit of its own, numbered without a gap; more permits than answers only where a call was cut off', async () => {
    let answered = 0;
    let taken = 0;
    expect(calls.permits.size).toBe(3);
    for (const [grant, numbers] of calls.permits) {
      const owner = (await party('province-authority').get(`/v1/grants/${grant}`, true)).at('ownerNode') === PROVINCE ? 'province-authority' : 'city-authority';
      const permits = await all<Permit>(party(owner), `/v1/grants/${grant}/permits`);
      expect(permits.map(({ number }) => number).sort((a, b) => a - b)).toEqual(permits.map((_, n) => n + 1));
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(numbers.filter((number) => !permits.some((permit) => permit.number === number))).toEqual([]);
      answered += numbers.length;
      taken += permits.length;
    }
    expect(taken - answered).toBeLessThanOrEqual(calls.interrupted);
  });

  it('told the past receiver once', async () => {
    const notices = await all<{ entryName: string }>(party('county-requester'), '/v1/notices');
    expect(notices.map(({ entryName }) => entryName)).toEqual(['河北省行政区划']);
  });

  it('left logs without a gap or a double, which the verifier accepts', async () => {
    for (const auditor of ['province-auditor', 'city-auditor']) await expect.poll(() => faultsOf(party(auditor)), { timeout: 20_000, interval: 250, message: auditor }).toEqual([]);
  });
});
