import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { demoFile, Narrator, openStage } from '@gongshu/demo';
import { leavePlace, LocalPlatform, newPlace } from './local-platform.js';
import { processesNaming, RunningProgram, type Place } from './running-program.js';

const SEEDING = 'Registering organisations';

const STEPS = [
  'A provincial department compiles an entry',
  'visible at the city after',
  'visible at the county after',
  'A county department files a cross-level request',
  'refused for a missing scenario under article 19',
  'the grant is',
  'Data under the grant: a permit before the first byte',
  'the next call is refused at once',
  'permits are numbered without a gap',
  'none missing or changed',
  'whole, byte for byte',
  'the receipt verifies offline',
  'a file with one byte more does not',
  'granted columns only',
  'A wrong row: verification, repair, and notice to past receivers',
  'the row is right now',
  'is notified',
  'Audit: every act on record, and provable',
  'the log only grew',
  'Opening: a second topology, the same binaries',
  'the data set is opened (article 23)',
  'fetched anonymously: 81 rows',
];

class Silent extends Narrator {
  override line(): void {
    // Nobody reads it.
  }
}

let place: Place;
beforeAll(async () => {
  place = await newPlace();
});
afterAll(async () => {
  await leavePlace(place);
});

const credentials = async (): Promise<string> => readFile(join(place.home, 'demo-credentials.json'), 'utf8');

/** Names of the entries a province's department sees in the catalogue. */
async function entryNames(): Promise<unknown[]> {
  const stage = await openStage(place.home, new Silent());
  return (await stage.party('province-compiler').get('/v1/catalogue-entries', true)).list('items').map(({ name }) => name);
}

describe('the demo', { timeout: 120_000 }, () => {
  it('from nothing, tells the whole main job on both topologies, ends well, and leaves no process', async () => {
    const demo = RunningProgram.start('tools/demo/dist/main.js', [], place);
    const code = await demo.exited;
    expect(demo.output).toContain('everything was as it should be');
    expect(code).toBe(0);
    expect(STEPS.filter((step) => !demo.output.includes(step))).toEqual([]);
    const rows = (await demoFile('hebei-divisions.csv')).trimEnd().split('\n').length - 1;
    expect(demo.output).toContain(`all ${String(rows)} rows`);
    expect(processesNaming(place.home)).toEqual([]);
  });

  it('a second start finds what the first one left and registers nobody anew; --fresh begins from nothing', async () => {
    const before = await credentials();
    const again = await LocalPlatform.start(place);
    onTestFinished(async () => void (await again.stop()));
    expect(again.output).not.toContain(SEEDING);
    expect(await credentials()).toBe(before);
    expect(await entryNames()).toContain('河北省行政区划');
    expect(await again.stop()).toBe(0);

    const fresh = await LocalPlatform.start(place, '--fresh');
    onTestFinished(async () => void (await fresh.stop()));
    expect(fresh.output).toContain(SEEDING);
    expect(await credentials()).not.toBe(before);
    expect(await entryNames()).toEqual([]);
    expect(await fresh.stop()).toBe(0);
    expect(processesNaming(place.home)).toEqual([]);
  });
});
