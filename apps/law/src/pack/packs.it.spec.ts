import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRegulationPacks, getRegulationPack } from '@gongshu/contracts';
import { refusal, startTestService, type TestService } from '@gongshu/testing';
import { lawService } from '../index.js';

describe('regulation packs', () => {
  let t: TestService;

  beforeAll(async () => {
    t = await startTestService(lawService);
  });
  afterAll(async () => {
    await t.stop();
  });

  it('are listed to anybody, with jurisdiction, status and parent', async () => {
    const { items } = await t.ask(findRegulationPacks, {});
    expect(items.map(({ id }) => id)).toEqual(['default', 'fushun', 'hebei', 'jian', 'liaoning', 'weihai']);
    expect(items.find(({ id }) => id === 'hebei')).toEqual({
      id: 'hebei', version: '1', title: '河北省政务数据共享应用管理办法(征求意见稿)', jurisdiction: { division: '130000', name: '河北省' }, status: 'draft', inForceFrom: null, inForceTo: null,
      parent: { id: 'default', version: '1' }, sharingTypes: ['UNCONDITIONAL', 'CONDITIONAL', 'NOT_SHARED'], openTypes: [],
    });
    expect(items.find(({ id }) => id === 'default')?.parent).toBeNull();
    const english = await t.ask(findRegulationPacks, {}, undefined, { language: 'en' });
    expect(english.items.find(({ id }) => id === 'hebei')).toMatchObject({ title: 'Hebei Measures on Sharing and Use of Government Data (draft for comment)', jurisdiction: { name: 'Hebei' } });
  });

  it('show every parameter by key, with the pack and article it comes from, in the caller’s language', async () => {
    const { parameters, lineage } = await t.ask(getRegulationPack, { id: 'hebei', version: '1' });
    expect(lineage).toEqual([{ id: 'hebei', version: '1' }, { id: 'default', version: '1' }]);
    const keys = parameters.map(({ key }) => key);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(parameters.find(({ key }) => key === 'sharing.reply.days')).toEqual({
      key: 'sharing.reply.days', label: '提供部门回复期限', value: 5, unit: 'workingDays', status: 'text', reading: null, origin: { id: 'hebei', version: '1' }, article: '19',
      quote: '政务数据提供部门应当于5个工作日内向政务数据主管部门作出回复',
    });
    expect(parameters.find(({ key }) => key === 'onOverdue')).toMatchObject({ value: 'ESCALATE', status: 'default', origin: { id: 'default', version: '1' }, article: 'DEFAULT-2' });
    const english = await t.ask(getRegulationPack, { id: 'hebei' }, undefined, { language: 'en' });
    expect(english.parameters.find(({ key }) => key === 'sharing.reply.days')).toMatchObject({ label: "provider's reply period", quote: expect.stringContaining('工作日') });
    for (const { label } of english.parameters) expect(label).not.toMatch(/\p{Script=Han}/u);
  });

  it('show who may run a node and which procedures there are, each with its article', async () => {
    const { nodes, procedures } = await t.ask(getRegulationPack, { id: 'hebei' });
    expect(nodes).toContainEqual(expect.objectContaining({ level: 'COUNTY', kind: 'NODE', allowed: false, article: '31', origin: { id: 'hebei', version: '1' } }));
    expect(procedures).toContainEqual({ name: 'sharing-request', label: expect.stringMatching(/申请/), article: '19' });
  });

  it('[FUS-2-1] show what Fushun says itself, and what it takes from Liaoning where it is silent', async () => {
    const { lineage, parameters } = await t.ask(getRegulationPack, { id: 'fushun' });
    expect(lineage.map(({ id }) => id)).toEqual(['fushun', 'liaoning', 'default']);
    const originOf = (wanted: string): unknown => {
      const found = parameters.find(({ key }) => key === wanted);
      return [found?.value, found?.unit, found?.origin.id];
    };
    expect(originOf('open.reply.days')).toEqual([5, 'workingDays', 'fushun']);
    expect(originOf('verification.feedback.days')).toEqual([5, 'workingDays', 'liaoning']);
  });

  it.each([[{ id: 'atlantis' }], [{ id: 'hebei', version: '99' }], [{ id: 'constructor' }]])('that are not there are not found: %j', async (query) => {
    const { definition } = await refusal(t.ask(getRegulationPack, query));
    expect([definition.status, definition.code]).toEqual([404, 'law/unknown-pack']);
  });
});
