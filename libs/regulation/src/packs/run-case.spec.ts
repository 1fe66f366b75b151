import { describe, expect, it } from 'vitest';
import type { CaseAct, PackCase } from './pack-case.js';
import { loadPacks } from './load-packs.js';
import { runCase } from './run-case.js';

const shelf = loadPacks();
const hebei = shelf.effective('hebei');
const title = { zh: '例', en: 'example' };
const SUBMIT: CaseAct = {
  act: 'submit', role: 'DATA_ADMINISTRATOR', party: 'requester', at: '2026-04-30T10:00:00+08:00', facts: {}, content: { applicationScenario: 'x', dutyBasis: 'x', purpose: 'x' }, to: 'AUTHORITY_REVIEW', refused: null, dueOn: '2026-05-08', article: '19',
};
const FORWARD: CaseAct = { ...SUBMIT, act: 'forward', role: 'DATA_AUTHORITY', party: 'node-authority', content: {}, to: 'PROVIDER_REPLY', dueOn: '2026-05-11' };
const request = (...acts: CaseAct[]): PackCase => ({ kind: 'procedure', title, procedure: 'sharing-request', acts });
const period = (change: object): PackCase => ({ kind: 'period', title, parameter: 'sharing.reply.days', startedAt: '2026-04-30T10:00:00+08:00', dueOn: '2026-05-11', ...change });

describe.each(shelf.ids)('the pack %s', (id) => {
  it('carries worked examples that come true', () => {
    const pack = shelf.effective(id);
    expect(pack.cases.length).toBeGreaterThan(0);
    for (const example of pack.cases) expect([example.title.en, runCase(pack, example)]).toEqual([example.title.en, null]);
  });
});

describe('a worked example', () => {
  it('that comes true says nothing', () => {
    expect(runCase(hebei, request(SUBMIT, FORWARD))).toBeNull();
    expect(runCase(hebei, request({ ...SUBMIT, content: {}, to: null, refused: 'field-required', dueOn: null }))).toBeNull();
    expect(runCase(hebei, request({ ...SUBMIT, dueOn: null, article: null }))).toBeNull();
    expect(runCase(hebei, period({}))).toBeNull();
  });

  it.each<[string, PackCase, string]>([
    ['another step', request({ ...SUBMIT, to: 'PROVIDER_REPLY' }), 'act 1 (submit): leads to AUTHORITY_REVIEW, not PROVIDER_REPLY'],
    ['another day', request(SUBMIT, { ...FORWARD, dueOn: '2026-05-12' }), 'act 2 (forward): due on 2026-05-11, not 2026-05-12'],
    ['another article', request({ ...SUBMIT, article: '18' }), 'act 1 (submit): article 19, not 18'],
    ['a refusal nobody expected', request({ ...SUBMIT, content: {} }), 'act 1 (submit): is refused as field-required at /applicationScenario: 申请应当明确政务数据的应用场景(第19条)'],
    ['another refusal', request({ ...SUBMIT, content: {}, to: null, refused: 'not-the-actor' }), 'act 1 (submit): refused as field-required, not not-the-actor'],
    ['no refusal', request({ ...SUBMIT, to: null, refused: 'field-required' }), 'act 1 (submit): is not refused but leads to AUTHORITY_REVIEW'],
    ['another beginning', request(FORWARD), 'act 1: the procedure begins with submit, not with forward'],
    ['an unknown procedure', { ...request(SUBMIT), procedure: 'no-such' } as PackCase, 'act 1 (submit): is refused as procedure-not-regulated: 河北省政务数据共享应用管理办法(征求意见稿)未规定此程序'],
    ['another end of a period', period({ dueOn: '2026-05-12' }), 'ends on 2026-05-11, not on 2026-05-12'],
    ['an unknown parameter', period({ parameter: 'constructor' }), 'the pack has no parameter constructor'],
    ['a parameter that is no period', period({ parameter: 'delivery.by' }), 'parameter delivery.by is no period'],
  ])('that meets %s says so', (_, example, difference) => {
    expect(runCase(hebei, example)).toBe(difference);
  });
});
