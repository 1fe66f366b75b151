import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIVISION_ITEMS, publishEntry, type Stage } from '@gongshu/demo';
import { eventually } from '@gongshu/testing';
import { all, faultsOf, readLog } from './audit-log.js';
import { LocalPlatform, newPlace, PROVINCE, removePlace } from './local-platform.js';
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
    await platform.stop();
    await removePlace(place);
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

    for (const reader of ['city-authority', 'county-authority']) {
      await eventually(async () => expect((await all<{ id: string }>(stage.party(reader), '/v1/catalogue-entries')).map(({ id }) => id).sort(), reader).toEqual([...ids].sort()), 40_000);
    }
    const auditor = stage.party('province-auditor');
    await eventually(async () => {
      const log = await readLog(auditor);
      for (const id of ids) {
        const types = log.filter(({ subject }) => subject === id).map(({ type }) => type.split('.')[2]);
        // Compiled, submitted, reviewed, decided; then published.
        expect(types.sort()).toEqual(['entry-moved', 'entry-moved', 'entry-moved', 'entry-moved', 'entry-published']);
      }
    }, 40_000);
    expect(await faultsOf(auditor)).toEqual([]);
  });
});
