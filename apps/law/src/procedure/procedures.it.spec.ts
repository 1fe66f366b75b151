import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRegulationPacks, getLegalProcedure, getRegulationPack, type LegalProcedure } from '@gongshu/contracts';
import { refusal, startTestService, type TestService } from '@gongshu/testing';
import { lawService } from '../index.js';

describe('a procedure', () => {
  let t: TestService;
  const requestOf = (id: string, language: 'zh' | 'en' = 'zh'): Promise<LegalProcedure> => t.ask(getLegalProcedure, { id, name: 'sharing-request' }, undefined, { language });

  beforeAll(async () => {
    t = await startTestService(lawService);
  });
  afterAll(async () => {
    await t.stop();
  });

  it('is told with its beginning and its steps: who acts, until when, and what each act requires', async () => {
    const { pack, article, enabled, begin, steps } = await requestOf('hebei');
    expect([pack, article, enabled]).toEqual([{ id: 'hebei', version: '1' }, '19', true]);
    expect(begin).toMatchObject({ act: 'submit', actors: expect.arrayContaining([{ role: 'DATA_ADMINISTRATOR', party: 'requester', label: '需求部门的数据管理员' }]) });
    expect(begin.requires).toContainEqual({ field: 'applicationScenario', label: '应用场景', article: '19', oneOf: null, optional: false, when: null });
    const reply = steps.find(({ name }) => name === 'PROVIDER_REPLY');
    expect(reply).toMatchObject({ ended: false, period: { parameter: 'sharing.reply.days', workingDays: 5, article: '19' }, startsOn: 'entered', onLapse: { parameter: 'onOverdue', value: 'ESCALATE', article: 'DEFAULT-2' } });
    const refuse = reply?.acts.find(({ act }) => act === 'refuse');
    expect(refuse?.basisLevels?.map(({ level, label }) => `${level} ${label}`)).toEqual(['LAW 法律', 'ADMINISTRATIVE_REGULATION 行政法规', 'REGULATION 法规', 'NATIONAL_POLICY 国家政策']);
    expect(refuse?.requires.map(({ field }) => field)).toContain('reasons');
    expect(refuse?.to).toEqual([{ step: 'REFUSED', when: null }]);
  });

  it('is told with what it forbids: the field at fault, and the operators of its conditions', async () => {
    const { begin, steps } = await t.ask(getLegalProcedure, { id: 'jian', name: 'catalogue-entry' });
    const submit = steps.find(({ name }) => name === 'DRAFT')?.acts.find(({ act }) => act === 'submit');
    expect(submit?.forbids).toContainEqual({
      code: 'interface-required', label: '变化频繁的政务数据应当采用接口交换的方式', article: '16', field: 'provisionMode', when: { 'content.highChange': true, 'content.provisionMode': { lacks: 'INTERFACE' } },
    });
    expect(submit?.forbids.find(({ code }) => code === 'must-be-unconditional')?.when).toMatchObject({ 'content.sharingType': { not: 'UNCONDITIONAL' }, typeOverridden: { not: true } });
    expect(begin.requires.map(({ field }) => field)).toEqual(expect.arrayContaining(['publicityAttribute', 'dataForm', 'acquisitionMode']));
  });

  it('is told in English, with the same names', async () => {
    const [chinese, english] = await Promise.all([requestOf('hebei'), requestOf('hebei', 'en')]);
    expect(english.steps.map(({ name }) => name)).toEqual(chinese.steps.map(({ name }) => name));
    expect(english.begin.actors[0]?.label).toBe('data administrator of the requester');
    expect([english.label, english.diagram].join()).not.toMatch(/\p{Script=Han}/u);
    expect(chinese.diagram).toMatch(/\p{Script=Han}/u);
  });

  it('is told as a diagram that has every step and every way', async () => {
    const { begin, steps, diagram } = await requestOf('weihai');
    const lines = diagram.split('\n').map((line) => line.trim());
    expect(lines[0]).toBe('stateDiagram-v2');
    for (const { step } of begin.to) expect(lines.some((line) => line.startsWith(`[*] --> ${step} :`))).toBe(true);
    for (const { name, ended, acts } of steps) {
      expect(lines.some((line) => line.startsWith(`${name} : `))).toBe(true);
      expect(lines.includes(`${name} --> [*]`)).toBe(ended);
      for (const { to } of acts) for (const { step } of to) expect(lines.some((line) => line.startsWith(`${name} --> ${step} :`))).toBe(true);
    }
  });

  it('is there for every name that a pack lists, and says where a regulation does not know it', async () => {
    const { items } = await t.ask(findRegulationPacks, {});
    for (const { id } of items) {
      const { procedures } = await t.ask(getRegulationPack, { id });
      for (const { name, label, article } of procedures) expect(await t.ask(getLegalProcedure, { id, name })).toMatchObject({ name, label, article });
    }
    const opening = (id: string): Promise<LegalProcedure> => t.ask(getLegalProcedure, { id, name: 'open-data-publication' });
    expect([(await opening('hebei')).enabled, (await opening('weihai')).enabled]).toEqual([false, true]);
  });

  it.each([
    [{ id: 'atlantis', name: 'sharing-request' }, 'law/unknown-pack'],
    [{ id: 'hebei', version: '99', name: 'sharing-request' }, 'law/unknown-pack'],
    [{ id: 'hebei', name: 'coronation' }, 'law/unknown-procedure'],
    [{ id: 'hebei', name: 'toString' }, 'law/unknown-procedure'],
  ])('that is not there is not found: %j', async (query, code) => {
    const { definition } = await refusal(t.ask(getLegalProcedure, query));
    expect([definition.status, definition.code]).toEqual([404, code]);
  });
});
