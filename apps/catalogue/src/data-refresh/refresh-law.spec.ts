import { describe, expect, it } from 'vitest';
import { loadPacks } from '@gongshu/regulation';
import { dataChangeCallsForUpdate, refreshDuty } from './refresh-law.js';

const packs = loadPacks();
const entry = { aggregation: 'PHYSICAL', publishedOn: '2026-01-31', refreshedOn: null };

describe('the refresh of data', () => {
  it.each([
    ['DAILY', '2026-02-01'],
    ['WEEKLY', '2026-02-07'],
    ['MONTHLY', '2026-02-28'],
    ['QUARTERLY', '2026-04-30'],
    ['YEARLY', '2027-01-31'],
  ])('of a cycle %s is due one cycle later', (updateCycle, dueOn) => {
    expect(refreshDuty(packs.effective('weihai'), { ...entry, updateCycle })).toEqual({ dueOn, article: '14' });
  });

  it('is counted from the last data, once there are some', () => {
    expect(refreshDuty(packs.effective('fushun'), { ...entry, updateCycle: 'MONTHLY', refreshedOn: '2026-12-15' })).toEqual({ dueOn: '2027-01-15', article: '11' });
  });

  it('is not due without a cycle, where the data stay with their provider, or where the pack goes by another rule', () => {
    const weihai = packs.effective('weihai');
    expect(['REAL_TIME', 'IRREGULAR'].map((updateCycle) => refreshDuty(weihai, { ...entry, updateCycle }))).toEqual([null, null]);
    expect(refreshDuty(weihai, { ...entry, updateCycle: 'DAILY', aggregation: 'LOGICAL' })).toBeNull();
    expect(refreshDuty(packs.effective('hebei'), { ...entry, updateCycle: 'DAILY' })).toBeNull();
  });

  it('by changed data calls for an update of the catalogue in jian alone', () => {
    expect(['jian', 'hebei', 'weihai', 'liaoning', 'fushun'].map((id) => dataChangeCallsForUpdate(packs.effective(id)))).toEqual([true, false, false, false, false]);
  });
});
