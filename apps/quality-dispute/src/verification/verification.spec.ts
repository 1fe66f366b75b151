import { describe, expect, it } from 'vitest';
import type { HistoryEntry, Party, StepView } from '@gongshu/contracts';
import type { Moved } from '@gongshu/regulation';
import { afterAct, afterNews, begun, factsOf, isVisibleTo, type Doubt } from './verification.js';

const city = { code: '130100', level: 'CITY' };
const party = (id: string, division: string, level: string, node = '130100'): Party => ({ id, name: id, division, level, node });
const requester = party('zhengding-education', '130123', 'COUNTY');
const provider = party('shijiazhuang-ecology', '130100', 'CITY');
const doubt: Doubt = {
  id: 'v', grantId: 'g', entryId: 'e', entryName: '空气质量', requester, provider, doubt: '数值有误', rows: [], originNode: '130100', ownerNode: '130100', cameFrom: null,
};
const moved = (act: string, to: string): Moved => ({
  kind: 'moved', act, to, from: null, due: null,
  source: { packId: 'hebei', packVersion: '1', article: '20', quote: '' },
  standing: { packId: 'hebei', packVersion: '1', procedure: 'verification', step: to, ended: false, since: '2026-03-02T01:00:00.000Z', dueOn: null, dueArticle: null, period: null, extensions: 0, extensionAppliedOn: null },
});
const record = (act: string, to: string): HistoryEntry => ({
  act, from: null, to, at: '2026-03-02T01:00:00.000Z', actor: 'client', organisation: '正定县教育局', node: '130100', article: '20', dueOn: null, reasons: null,
});
const filed = begun(doubt, moved('file', 'FORWARDING'), [record('file', 'FORWARDING')]);

describe('the facts of a case', () => {
  it('name a county hop for a requester below the node, and none for a case that a child node sent', () => {
    expect(factsOf(doubt, city)).toEqual({ ownerAbove: false, arrivedFromChild: false, hop: 'county' });
    expect(factsOf({ ...doubt, requester: provider }, city)).not.toHaveProperty('hop');
    expect(factsOf({ ...doubt, cameFrom: '130123' }, city)).toEqual({ ownerAbove: false, arrivedFromChild: true });
  });

  it('say that the owner is above when the data are of another node', () => {
    expect(factsOf({ ...doubt, ownerNode: '130000' }, city)).toMatchObject({ ownerAbove: true });
  });
});

describe('visibility', () => {
  it('opens to the provider when the case has reached it', () => {
    expect(isVisibleTo(filed, ['provider'])).toBe(false);
    expect(isVisibleTo(filed, ['requester'])).toBe(true);
    expect(isVisibleTo(filed, [])).toBe(false);
    const forwarded = afterAct(filed, moved('forward', 'PROVIDER_FEEDBACK'), record('forward', 'PROVIDER_FEEDBACK'));
    expect(isVisibleTo(forwarded, ['provider'])).toBe(true);
    expect(isVisibleTo(afterAct(forwarded, moved('explain', 'EXPLAINED'), record('explain', 'EXPLAINED')), ['provider'])).toBe(true);
  });
});

describe('news from the node above', () => {
  const step = { step: 'FORWARDING' } as StepView;
  const history = [...filed.history, ...filed.history];

  it('are taken when they are newer', () => {
    expect(afterNews(filed, { transition: 2, step, history, explanation: null, repairedVersion: 2 })).toMatchObject({ stepAbove: step, history, repairedVersion: 2 });
  });

  it('are left when they are repeated or older', () => {
    expect(afterNews(filed, { transition: 1, step, history, explanation: null, repairedVersion: null })).toBeNull();
  });
});
