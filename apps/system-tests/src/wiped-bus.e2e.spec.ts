import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIVISION_ITEMS, publishEntry, type Stage } from '@gongshu/demo';
import { all, faultsOf, readLog } from './audit-log.js';
import { leavePlace, LocalPlatform, newPlace, PROVINCE } from './local-platform.js';
import type { Place } from './running-program.js';
import { openWatchedStage, Witness } from './witness.js';

const AT_ONCE = 4;

describe('a province whose whole bus loses its memory under load', { timeout: 120_000 }, () => {
  let place: Place;
  let platform: LocalPlatform;
  let stage: Stage;
  const witness = new Witness();

  beforeAll(async () => {
    place = await newPlace();
    platform = await LocalPlatform.start(place);
    ({ stage } = await openWatchedStage(place.home, witness));
  }, 120_000);
  afterAll(async () => {
    await leavePlace(place, platform);
  });

  async function publish(name: string): Promise<string> {
    return publishEntry(
      stage,
      { compiler: stage.party('province-compiler'), reviewer: stage.party('province-reviewer'), authority: stage.party('province-authority') },
      {
        name,
        abstract: '行政区划代码与名称',
        entryClass: 'BASE',
        format: '数据库',
        items: DIVISION_ITEMS,
        sharingType: 'UNCONDITIONAL',
        provisionModes: ['INTERFACE'],
        aggregation: 'PHYSICAL',
        openType: 'NOT_OPEN',
        updateCycle: 'YEARLY',
        securityLevel: 'GENERAL',
        scopeOfUse: '全省政务部门',
        personalData: false,
        secrecyReviewed: true,
      },
    );
  }

  const some = async (when: string): Promise<string[]> => Promise.all(Array.from({ length: AT_ONCE }, (_, n) => publish(`${when}${String(n)}`)));

  it('delivers what was pending, what came meanwhile and what comes after, everywhere, and every event stands in the audit log once', async () => {
    const before = await some('之前');
    const meanwhile = some('之中');
    await platform.kill({ bus: PROVINCE });
    // Before the launcher starts it again.
    rmSync(join(platform.folder, `nats-${PROVINCE}`, 'jetstream'), { recursive: true });
    const ids = [...before, ...(await meanwhile), ...(await some('之后'))];
    expect(witness.differences).toEqual([]);

    const patience = { timeout: 40_000, interval: 250 };
    for (const reader of ['city-authority', 'county-authority']) {
      const known = async (): Promise<string[]> => (await all<{ id: string }>(stage.party(reader), '/v1/catalogue-entries')).map(({ id }) => id).sort();
      await expect.poll(known, { ...patience, message: reader }).toEqual([...ids].sort());
    }
    const auditor = stage.party('province-auditor');
    const recorded = async (): Promise<string[]> => (await readLog(auditor)).filter(({ subject }) => ids.includes(subject)).map(({ subject, type }) => `${subject} ${type}`).sort();
    // Compiled, submitted, reviewed, decided; then published.
    const acts = ['entry-moved', 'entry-moved', 'entry-moved', 'entry-moved', 'entry-published'];
    await expect.poll(recorded, patience).toEqual(ids.flatMap((id) => acts.map((act) => `${id} gongshu.catalogue.${act}.v1`)).sort());
    expect(await faultsOf(auditor)).toEqual([]);
  });
});
