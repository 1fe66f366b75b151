import { describe, expect, it } from 'vitest';
import type { Party, StepView } from '@gongshu/contracts';
import type { Moved } from '@gongshu/regulation';
import { afterAct, afterNews, begun, factsOf, isVisibleTo, partiesOf, type Doubt } from './verification.js';

const city = { code: '130100', level: 'CITY' };
const party = (id: string, division: string, level: string, node = '130100'): Party => ({ id, name: id, division, level, node });
const requester = party('zhengding-education', '130123', 'COUNTY');
const provider = party('shijiazhuang-ecology', '130100', 'CITY');
const doubt: Doubt = {
  id: 'v', grantId: 'g', entryId: 'e', entryName: '空气质量', requester, provider, doubt: '数值有误', rows: [], originNode: '130100', ownerNode: '130100', cameFrom: null,
};
const acted = { actor: 'client', organisation: 'zhengding-education', node: '130100', at: '2026-03-02T01:00:00.000Z' };
const moved = (act: string, to: string): Moved => ({
  kind: 'moved', act, to, from: null, due: null,
  source: { packId: 'hebei', packVersion: '1', article: '20', quote: '' },
  standing: { packId: 'hebei', packVersion: '1', procedure: 'verification', step: to, ended: false, since: acted.at, dueOn: null, dueArticle: null, extensions: 0 },
});
const filed = begun(doubt, [], moved('file', 'FORWARDING'), acted);

describe('the parts an organisation plays', () => {
  it('are told by id and node together, because ids repeat between nodes', () => {
    expect(partiesOf(doubt, { organisation: requester, roles: [] }, city)).toEqual(['requester']);
    expect(partiesOf(doubt, { organisation: { ...requester, node: '130200' }, roles: [] }, city)).toEqual([]);
  });

  it('include an authority only for people who act as one', () => {
    const authority = party('zhengding-data-bureau', '130123', 'COUNTY');
    expect(partiesOf(doubt, { organisation: authority, roles: ['DATA_AUTHORITY'] }, city)).toEqual(['requester-authority']);
    expect(partiesOf(doubt, { organisation: authority, roles: ['DATA_ADMINISTRATOR'] }, city)).toEqual([]);
    expect(partiesOf(doubt, { organisation: party('city-data-bureau', '130100', 'CITY'), roles: ['DATA_AUTHORITY'] }, city)).toEqual(['node-authority']);
  });
});

describe('the facts of a case', () => {
  it('name a county hop for a requester below the node, and none for a case that a child node sent', () => {
    expect(factsOf(doubt, city)).toEqual({ ownerAbove: false, arrivedFromChild: false, hop: 'county' });
    expect(factsOf({ ...doubt, requester: provider }, city)).toMatchObject({ hop: false });
    expect(factsOf({ ...doubt, cameFrom: '130123' }, city)).toMatchObject({ arrivedFromChild: true, hop: false });
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
    const forwarded = afterAct(filed, moved('forward', 'PROVIDER_FEEDBACK'), acted);
    expect(isVisibleTo(forwarded, ['provider'])).toBe(true);
    expect(isVisibleTo(afterAct(forwarded, moved('explain', 'EXPLAINED'), acted), ['provider'])).toBe(true);
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
