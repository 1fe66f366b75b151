import { describe, expect, it } from 'vitest';
import type { EffectivePack } from '../packs/effective-pack.js';
import { loadPacks } from '../packs/load-packs.js';
import { beginProcedure } from './begin-procedure.js';
import type { ActInput, Content, Facts, Moved, Refused, Standing } from './procedure.js';
import { stepOf } from './step-of.js';
import { takeAct } from './take-act.js';

const shelf = loadPacks();
const hebei = shelf.effective('hebei');
const weihai = shelf.effective('weihai');

const AT = '2026-04-30T10:00:00+08:00';
const ADMIN = 'DATA_ADMINISTRATOR';
const AUTHORITY = 'DATA_AUTHORITY';

const by = (role: string, party: string): Pick<ActInput, 'actor'> => ({ actor: { roles: [role], parties: [party] } });
const REQUESTER = by(ADMIN, 'requester');
const PROVIDER = by(ADMIN, 'provider');
const NODE_AUTHORITY = by(AUTHORITY, 'node-authority');
const REQUEST: Content = { applicationScenario: '企业开办', dutyBasis: '行政许可法', purpose: '核验' };
const BASIS = { level: 'LAW', title: '数据安全法', article: '21' };

function begin(pack: EffectivePack, procedure: string, who: Pick<ActInput, 'actor'>, content: Content = {}, facts: Facts = {}): Moved | Refused {
  return beginProcedure(pack, procedure, { ...who, facts, content, at: AT });
}

function act(pack: EffectivePack, standing: Standing, name: string, who: Pick<ActInput, 'actor'>, content: Content = {}, facts: Facts = {}, at = AT): Moved | Refused {
  return takeAct(pack, standing, { ...who, act: name, facts, content, at });
}

function moved(outcome: Moved | Refused): Moved {
  if (outcome.kind === 'refused') throw new Error(`${outcome.code} ${outcome.field ?? ''}: ${outcome.message.en}`);
  return outcome;
}

/** Takes acts one after the other, all of them lawful. */
function walk(pack: EffectivePack, first: Moved | Refused, facts: Facts, ...acts: readonly (readonly [string, Pick<ActInput, 'actor'>, Content?])[]): Moved {
  return acts.reduce((from, [name, who, content]) => moved(act(pack, from.standing, name, who, content, facts)), moved(first));
}

describe('a hebei request for conditional data', () => {
  it('goes authority (3 WD), provider (5 WD), delivery (3 WD)', () => {
    const filed = moved(begin(hebei, 'sharing-request', REQUESTER, REQUEST));
    expect(filed).toMatchObject({ from: null, to: 'AUTHORITY_REVIEW', act: 'submit', due: { dueOn: '2026-05-08', workingDays: 3, article: '19', assumed: false } });
    expect(filed.standing).toEqual({
      packId: 'hebei', packVersion: '1', procedure: 'sharing-request', step: 'AUTHORITY_REVIEW', ended: false, since: AT, dueOn: '2026-05-08', dueArticle: '19', period: { parameter: 'sharing.authorityReview.days', startedOn: '2026-04-30', workingDays: 3, assumed: false }, extensions: 0, extensionAppliedOn: null,
    });
    const forwarded = walk(hebei, filed, {}, ['forward', NODE_AUTHORITY]);
    expect(forwarded).toMatchObject({ to: 'PROVIDER_REPLY', due: { workingDays: 5, dueOn: '2026-05-11', parameter: 'sharing.reply.days' }, source: { packId: 'hebei', article: '19' } });
    const agreed = walk(hebei, forwarded, {}, ['agree', PROVIDER]);
    expect(agreed).toMatchObject({ to: 'DELIVERY', due: { workingDays: 3, parameter: 'sharing.provision.days' } });
    expect(walk(hebei, agreed, {}, ['deliver', NODE_AUTHORITY]).standing).toMatchObject({ step: 'PROVIDED', ended: true, dueOn: null });
  });

  it('from a county for provincial data climbs to the upper node, by defaults of the platform', () => {
    const facts = { hop: 'county', ownerAbove: true };
    const filed = moved(begin(hebei, 'sharing-request', REQUESTER, REQUEST, facts));
    expect(filed).toMatchObject({ to: 'SAME_LEVEL_AUTHORITY', due: { workingDays: 5, article: 'DEFAULT-9', dueOn: '2026-05-11' } });
    const climbed = walk(hebei, filed, facts, ['forward', by(AUTHORITY, 'requester-authority')]);
    expect(climbed).toMatchObject({ to: 'UPPER_AUTHORITY', source: { article: '21' } });
    expect(walk(hebei, climbed, facts, ['forward', NODE_AUTHORITY]).standing).toMatchObject({ step: 'WITH_UPPER_NODE', ended: true });
  });

  it('from a county for the data of its city stays on the node', () => {
    const filed = begin(hebei, 'sharing-request', REQUESTER, REQUEST, { hop: 'county' });
    expect(walk(hebei, filed, { hop: 'county' }, ['forward', by(AUTHORITY, 'requester-authority')]).to).toBe('AUTHORITY_REVIEW');
  });

  it('arrives from a child node at the authority of the owner', () => {
    expect(begin(hebei, 'sharing-request', by('NODE', 'child-node'), REQUEST, { arrivedFromChild: true })).toMatchObject({ to: 'AUTHORITY_REVIEW' });
    expect(begin(hebei, 'sharing-request', by('NODE', 'child-node'), REQUEST, { arrivedFromChild: true, ownerAbove: true })).toMatchObject({ to: 'UPPER_AUTHORITY' });
  });

  it.each([{}, { applicationScenario: ' \u3000\u200b' }, { applicationScenario: [] }, { applicationScenario: ['', null] }, { applicationScenario: {} }])('without an application scenario is refused: %j', (scenario) => {
    expect(begin(hebei, 'sharing-request', REQUESTER, { dutyBasis: 'x', purpose: 'y', ...scenario })).toEqual({
      kind: 'refused', code: 'field-required', source: expect.objectContaining({ packId: 'hebei', article: '19' }), field: '/applicationScenario', allowed: ['submit'],
      message: { zh: '申请应当明确政务数据的应用场景(第19条)', en: 'The request must state the application scenario (Article 19)' },
    });
  });

  it('for personal data names the basis for it', () => {
    expect(begin(hebei, 'sharing-request', REQUESTER, REQUEST, { personalData: true })).toMatchObject({ code: 'field-required', source: { article: '36' }, field: '/personalBasis' });
    expect(begin(hebei, 'sharing-request', REQUESTER, { ...REQUEST, personalBasis: '个人信息保护法' }, { personalData: true }).kind).toBe('moved');
  });

  it('for data on the negative list is not possible', () => {
    expect(begin(hebei, 'sharing-request', REQUESTER, REQUEST, { sharingType: 'NOT_SHARED' })).toMatchObject({ code: 'not-shareable', source: { article: '15' } });
  });

  it('may be returned but not refused by the authority, and starts anew', () => {
    const filed = moved(begin(hebei, 'sharing-request', REQUESTER, REQUEST));
    expect(act(hebei, filed.standing, 'refuse', NODE_AUTHORITY, { reasons: 'x' })).toMatchObject({ code: 'act-not-allowed', allowed: ['forward', 'return'] });
    expect(act(hebei, filed.standing, 'return', NODE_AUTHORITY)).toMatchObject({ code: 'field-required', source: { article: 'DEFAULT-19' }, field: '/reasons' });
    const returned = walk(hebei, filed, {}, ['return', NODE_AUTHORITY, { reasons: '场景不明' }]);
    expect(returned).toMatchObject({ to: 'RETURNED', due: null, source: { packId: 'default', article: 'DEFAULT-19' } });
    expect(act(hebei, returned.standing, 'resubmit', REQUESTER, {})).toMatchObject({ code: 'field-required', source: { article: '19' } });
    expect(walk(hebei, returned, {}, ['resubmit', REQUESTER, REQUEST]).to).toBe('AUTHORITY_REVIEW');
  });

  it('is refused by the provider only with reasons and on a law, regulation or national policy', () => {
    const { standing } = walk(hebei, begin(hebei, 'sharing-request', REQUESTER, REQUEST), {}, ['forward', NODE_AUTHORITY]);
    const refusal = (content: Content): Moved | Refused => act(hebei, standing, 'refuse', PROVIDER, content);
    expect(refusal({ legalBasis: BASIS })).toMatchObject({ code: 'field-required', field: '/reasons', source: { article: '19' } });
    expect(refusal({ reasons: 'x' })).toMatchObject({ code: 'field-required', field: '/legalBasis', source: { article: '19' } });
    expect(refusal({ reasons: 'x', legalBasis: { ...BASIS, title: ' ' } })).toMatchObject({ code: 'field-required', field: '/legalBasis/title' });
    expect(refusal({ reasons: 'x', legalBasis: 'LAW' })).toMatchObject({ code: 'field-required', field: '/legalBasis/level' });
    expect(refusal({ reasons: 'x', legalBasis: { ...BASIS, level: 'RULE' } })).toMatchObject({ code: 'basis-not-admissible', field: '/legalBasis/level', source: { article: '19' } });
    expect(refusal({ reasons: 'x', legalBasis: { ...BASIS, level: 'NATIONAL_POLICY' } })).toMatchObject({ to: 'REFUSED' });
  });

  it('is decided by nobody else than the law names', () => {
    const { standing } = moved(begin(hebei, 'sharing-request', REQUESTER, REQUEST));
    expect(act(hebei, standing, 'forward', by(AUTHORITY, 'requester-authority'))).toMatchObject({ code: 'not-the-actor', source: { article: '19' }, allowed: [] });
    expect(act(hebei, standing, 'forward', by(ADMIN, 'node-authority'))).toMatchObject({ code: 'not-the-actor' });
    expect(begin(hebei, 'sharing-request', PROVIDER, REQUEST)).toMatchObject({ code: 'not-the-actor', allowed: [] });
  });

  it('does not move when its period has lapsed: the late reply counts like a timely one', () => {
    const { standing } = walk(hebei, begin(hebei, 'sharing-request', REQUESTER, REQUEST), {}, ['forward', NODE_AUTHORITY]);
    expect(act(hebei, standing, 'agree', PROVIDER, {}, {}, '2027-01-05T10:00:00+08:00')).toMatchObject({ to: 'DELIVERY', from: 'PROVIDER_REPLY' });
  });

  it('stays under the version of its beginning', () => {
    const { standing } = moved(begin(hebei, 'sharing-request', REQUESTER, REQUEST));
    expect(act({ ...hebei, version: '2' }, standing, 'forward', NODE_AUTHORITY)).toMatchObject({ code: 'pack-version-differs' });
    expect(act(weihai, standing, 'forward', NODE_AUTHORITY)).toMatchObject({ code: 'pack-version-differs' });
  });
});

describe('unconditional data', () => {
  it('is delivered by a hebei authority within 3 WD without asking the provider', () => {
    const filed = begin(hebei, 'sharing-request.unconditional', REQUESTER, REQUEST);
    expect(filed).toMatchObject({ to: 'DELIVERY', due: { workingDays: 3, article: '19' } });
    expect(walk(hebei, filed, {}, ['deliver', NODE_AUTHORITY]).to).toBe('PROVIDED');
  });

  it('is obtained directly in weihai, for a stated duty', () => {
    expect(begin(weihai, 'sharing-request.unconditional', REQUESTER, REQUEST)).toMatchObject({ to: 'PROVIDED', source: { article: '18' }, standing: { ended: true } });
    expect(begin(weihai, 'sharing-request.unconditional', REQUESTER)).toMatchObject({ code: 'field-required', field: '/dutyBasis' });
  });
});

describe('a weihai request for conditional data', () => {
  it('goes authority (1 WD), provider (2 WD), whose agreement provides', () => {
    const filed = moved(begin(weihai, 'sharing-request', REQUESTER, REQUEST));
    expect(filed).toMatchObject({ to: 'AUTHORITY_REVIEW', due: { workingDays: 1, article: '18', dueOn: '2026-05-06' } });
    const passed = walk(weihai, filed, {}, ['forward', NODE_AUTHORITY]);
    expect(passed).toMatchObject({ to: 'PROVIDER_REPLY', due: { workingDays: 2, article: '18' } });
    expect(walk(weihai, passed, {}, ['agree', PROVIDER])).toMatchObject({ to: 'PROVIDED', standing: { ended: true } });
  });

  it('may be refused at both steps with reasons', () => {
    const filed = moved(begin(weihai, 'sharing-request', REQUESTER, REQUEST));
    expect(act(weihai, filed.standing, 'refuse', NODE_AUTHORITY)).toMatchObject({ code: 'field-required', source: { article: '18' }, field: '/reasons' });
    expect(act(weihai, filed.standing, 'refuse', NODE_AUTHORITY, { reasons: 'x' })).toMatchObject({ to: 'REFUSED' });
  });

  it('from a county node has had its review and goes to the provider', () => {
    expect(begin(weihai, 'sharing-request', by('NODE', 'child-node'), REQUEST, { arrivedFromChild: true })).toMatchObject({ to: 'PROVIDER_REPLY' });
  });
});

describe('a verification', () => {
  const DOUBT: Content = { doubt: '名称有误', rows: ['r1'] };

  it('in hebei is forwarded in 3 WD, answered in 10 WD, extended once by at most 10 WD', () => {
    const filed = moved(begin(hebei, 'verification', REQUESTER, DOUBT));
    expect(filed).toMatchObject({ to: 'FORWARDING', due: { workingDays: 3, article: '20' } });
    const { standing, due } = walk(hebei, filed, {}, ['forward', NODE_AUTHORITY]);
    expect(due).toMatchObject({ workingDays: 10, dueOn: '2026-05-18' });
    const extend = (from: Standing, workingDays: unknown, at = AT): Moved | Refused => act(hebei, from, 'extend', NODE_AUTHORITY, { workingDays }, {}, at);
    expect(extend(standing, 5)).toMatchObject({ code: 'extension-not-applied-for', source: { article: '20' } });
    expect(act(hebei, standing, 'apply-extension', PROVIDER)).toMatchObject({ code: 'field-required', field: '/reasons' });
    expect(act(hebei, standing, 'apply-extension', PROVIDER, { reasons: 'x' }, {}, '2026-05-19T00:00:00+08:00')).toMatchObject({ code: 'extension-too-late', source: { article: 'DEFAULT-7' } });
    const applied = moved(act(hebei, standing, 'apply-extension', PROVIDER, { reasons: 'x' }, {}, '2026-05-18T23:59:59+08:00'));
    expect(applied).toMatchObject({ to: 'PROVIDER_FEEDBACK', due: null, standing: { ...standing, extensionAppliedOn: '2026-05-18' } });
    expect(act(hebei, applied.standing, 'extend', PROVIDER, { workingDays: 3 })).toMatchObject({ code: 'not-the-actor' });
    for (const tooMany of [11, 0, -1, 1.5, '5']) expect(extend(applied.standing, tooMany)).toMatchObject({ code: 'extension-too-long', source: { article: '20' }, field: '/workingDays' });
    expect(extend(applied.standing, 5, '2026-05-19T00:00:00+08:00').kind).toBe('moved');
    const extended = moved(extend(applied.standing, 10));
    expect(extended).toMatchObject({ from: 'PROVIDER_FEEDBACK', to: 'PROVIDER_FEEDBACK', due: { dueOn: '2026-06-01', startedOn: '2026-04-30', workingDays: 20, article: '20' }, standing: { extensions: 1, extensionAppliedOn: null, since: standing.since } });
    expect(extend(extended.standing, 1)).toMatchObject({ code: 'extension-exhausted' });
    expect(act(hebei, extended.standing, 'apply-extension', PROVIDER, { reasons: 'x' })).toMatchObject({ code: 'extension-exhausted' });
    expect(act(hebei, extended.standing, 'repair', PROVIDER)).toMatchObject({ code: 'field-required', field: '/repairedVersion' });
    expect(walk(hebei, extended, {}, ['repair', PROVIDER, { repairedVersion: 2 }])).toMatchObject({ to: 'REPAIRED', standing: { ended: true } });
    expect(walk(hebei, extended, {}, ['explain', PROVIDER, { explanation: '无误' }]).to).toBe('EXPLAINED');
  });

  it('in liaoning is extended by the consent alone, which must come within the period', () => {
    const liaoning = shelf.effective('liaoning');
    const { standing } = moved(begin(liaoning, 'verification', REQUESTER, DOUBT));
    expect(standing.dueOn).toBe('2026-05-11');
    const extend = (at: string): Moved | Refused => act(liaoning, standing, 'extend', by('PROVIDER_HEAD', 'provider'), { reasons: 'x', workingDays: 10 }, {}, at);
    expect(extend('2026-05-11T23:59:59+08:00')).toMatchObject({ kind: 'moved', due: { dueOn: '2026-05-25', article: '13' } });
    expect(extend('2026-05-11T16:00:00Z')).toMatchObject({ code: 'extension-too-late', source: { article: 'DEFAULT-7' } });
  });

  it('in hebei climbs from a county to the upper node', () => {
    const facts = { hop: 'county', ownerAbove: true };
    const climbed = walk(hebei, begin(hebei, 'verification', REQUESTER, DOUBT, facts), facts, ['forward', by(AUTHORITY, 'requester-authority')], ['forward', NODE_AUTHORITY]);
    expect(climbed.to).toBe('WITH_UPPER_NODE');
    expect(begin(hebei, 'verification', by('NODE', 'child-node'), DOUBT, { arrivedFromChild: true })).toMatchObject({ to: 'FORWARDING' });
  });

  it('in weihai goes to the provider directly, whose head may extend', () => {
    const filed = moved(begin(weihai, 'verification', REQUESTER, DOUBT));
    expect(filed).toMatchObject({ to: 'PROVIDER_FEEDBACK', due: { workingDays: 5, article: 'DEFAULT-13' } });
    expect(act(weihai, filed.standing, 'extend', NODE_AUTHORITY, { reasons: 'x', workingDays: 1 })).toMatchObject({ code: 'not-the-actor' });
    expect(act(weihai, filed.standing, 'extend', by('PROVIDER_HEAD', 'provider'), { reasons: 'x', workingDays: 10 })).toMatchObject({ kind: 'moved', due: { article: 'DEFAULT-7' } });
  });

  it.each(['doubt', 'rows'])('names its %s', (field) => {
    expect(begin(hebei, 'verification', REQUESTER, { ...DOUBT, [field]: [] })).toMatchObject({ code: 'field-required', field: `/${field}`, source: { article: '20' } });
  });
});

describe('opening', () => {
  const declare = (content: Content, facts: Facts = {}): Moved | Refused => begin(weihai, 'open-data-publication', PROVIDER, content, facts);

  it('is not regulated in hebei', () => {
    expect(begin(hebei, 'open-data-publication', PROVIDER, { openType: 'UNCONDITIONAL' })).toMatchObject({ code: 'procedure-not-regulated', source: { article: 'DEFAULT-27' }, allowed: [] });
  });

  it('of unconditional and conditional data in weihai takes effect at once', () => {
    expect(declare({ openType: 'UNCONDITIONAL' })).toMatchObject({ to: 'OPEN', source: { article: '23' }, standing: { ended: true } });
    expect(declare({ openType: 'CONDITIONAL' })).toMatchObject({ to: 'OPEN_ON_CONDITIONS' });
    expect(declare({ openType: 'ON_APPLICATION' })).toMatchObject({ code: 'value-not-admissible', field: '/openType', source: { article: '23' } });
  });

  it('is excluded only on a law, regulation or national rule', () => {
    expect(declare({ openType: 'NOT_OPEN' })).toMatchObject({ code: 'field-required', field: '/legalBasis' });
    expect(declare({ openType: 'NOT_OPEN', legalBasis: { ...BASIS, level: 'RULE' } })).toMatchObject({ code: 'basis-not-admissible', source: { article: '23' } });
    expect(declare({ openType: 'NOT_OPEN', legalBasis: BASIS })).toMatchObject({ to: 'NOT_OPEN' });
  });

  it('is tightened with consent and loosened from not open on a stated ground', () => {
    const asked = declare({ openType: 'CONDITIONAL' }, { tightening: true });
    expect(asked).toMatchObject({ to: 'AUTHORITY_CONSENT', due: { article: 'DEFAULT-9' } });
    expect(walk(weihai, asked, { openType: 'CONDITIONAL' }, ['consent', NODE_AUTHORITY]).to).toBe('OPEN_ON_CONDITIONS');
    expect(walk(weihai, asked, { openType: 'NOT_OPEN' }, ['consent', NODE_AUTHORITY]).to).toBe('NOT_OPEN');
    expect(walk(weihai, asked, {}, ['refuse', NODE_AUTHORITY, { reasons: 'x' }]).to).toBe('UNCHANGED');
    expect(declare({ openType: 'UNCONDITIONAL' }, { fromNotOpen: true })).toMatchObject({ code: 'field-required', field: '/releaseBasis', source: { article: '23' } });
    expect(declare({ openType: 'UNCONDITIONAL', releaseBasis: 'DEIDENTIFIED' }, { fromNotOpen: true })).toMatchObject({ to: 'OPEN' });
  });
});

describe('a grant', () => {
  it('is suspended, restored or terminated by the authority or the provider', () => {
    const suspended = moved(begin(hebei, 'grant-suspension', NODE_AUTHORITY, { reasons: '超范围使用' }));
    expect(suspended).toMatchObject({ to: 'SUSPENDED', due: null, source: { packId: 'default', article: 'DEFAULT-13' } });
    expect(walk(hebei, suspended, {}, ['restore', NODE_AUTHORITY, { reasons: 'x' }]).to).toBe('RESTORED');
    expect(walk(hebei, suspended, {}, ['terminate', PROVIDER, { reasons: 'x' }]).standing.ended).toBe(true);
    expect(begin(hebei, 'grant-suspension', PROVIDER, { reasons: 'x', measure: 'TERMINATE' })).toMatchObject({ to: 'TERMINATED' });
    expect(begin(hebei, 'grant-suspension', REQUESTER, { reasons: 'x' })).toMatchObject({ code: 'not-the-actor' });
  });

  it('in weihai is suspended on a ground that the text names', () => {
    expect(begin(weihai, 'grant-suspension', NODE_AUTHORITY, { reasons: 'x' })).toMatchObject({ code: 'field-required', field: '/ground', source: { article: '33' } });
    expect(begin(weihai, 'grant-suspension', NODE_AUTHORITY, { reasons: 'x', ground: 'MOOD' })).toMatchObject({ code: 'value-not-admissible', field: '/ground' });
    expect(begin(weihai, 'grant-suspension', NODE_AUTHORITY, { reasons: 'x', ground: 'LOCAL_STORAGE' })).toMatchObject({ to: 'SUSPENDED', source: { article: '33' } });
  });
});

describe('a rectification', () => {
  const jian = shelf.effective('jian');
  const order = (workingDays: unknown): Moved | Refused => begin(jian, 'rectification', NODE_AUTHORITY, { ground: 'DATA_FAULTY', workingDays });

  it('runs for as long as the order says', () => {
    expect(order(20)).toMatchObject({ to: 'NOTICE', due: { workingDays: 20, dueOn: '2026-06-01', parameter: 'rectification.suggested', article: 'DEFAULT-12' } });
    expect(order(undefined)).toMatchObject({ code: 'field-required', field: '/workingDays', source: { article: '24' } });
    for (const none of [0, -1, 1.5, 1_001, Number.NaN, '15', { days: 15 }]) expect(order(none)).toMatchObject({ code: 'value-not-admissible', field: '/workingDays', source: { article: '24' } });
  });

  it('is referred only after its period has lapsed, and by a person even then', () => {
    const { standing } = moved(order(3));
    const refer = (at: string): Moved | Refused => act(jian, standing, 'refer', NODE_AUTHORITY, { reasons: 'x' }, {}, at);
    expect(standing.dueOn).toBe('2026-05-08');
    expect(refer('2026-05-08T23:59:59+08:00')).toMatchObject({ code: 'period-still-running', source: { article: '24' } });
    expect(refer('2026-05-09T00:00:00+08:00')).toMatchObject({ to: 'REFERRED', standing: { ended: true } });
    expect(act(jian, standing, 'close', NODE_AUTHORITY, { reasons: 'x' }, {}, '2026-06-01T10:00:00+08:00')).toMatchObject({ to: 'CLOSED' });
  });

  it('is not said to have lapsed by whoever acts', () => {
    expect(act(jian, moved(order(3)).standing, 'refer', NODE_AUTHORITY, { reasons: 'x' }, { lapsed: true })).toMatchObject({ code: 'period-still-running' });
  });
});

describe('every procedure', () => {
  it.each(['constructor', '__proto__', 'no-such'])('that no pack knows is refused, not thrown: %s', (name) => {
    expect(begin(hebei, name, REQUESTER)).toMatchObject({ code: 'procedure-not-regulated', source: null });
    const { standing } = moved(begin(hebei, 'sharing-request', REQUESTER, REQUEST));
    expect(act(hebei, standing, name, NODE_AUTHORITY)).toMatchObject({ code: 'act-not-allowed' });
  });

  it('accepts no act after its end', () => {
    const { standing } = moved(begin(hebei, 'grant-suspension', NODE_AUTHORITY, { reasons: 'x', measure: 'TERMINATE' }));
    expect(act(hebei, standing, 'restore', NODE_AUTHORITY, { reasons: 'x' })).toMatchObject({ code: 'act-not-allowed', allowed: [] });
    expect(stepOf(hebei, standing)).toMatchObject({ label: { zh: '已终止' }, actor: null, acts: [] });
  });

  it('shows for a work list who acts next and how', () => {
    const { standing } = moved(begin(hebei, 'sharing-request', REQUESTER, REQUEST));
    expect(stepOf(hebei, standing)).toEqual({
      step: 'AUTHORITY_REVIEW', label: { zh: '主管部门审核', en: "Authority's review" },
      actor: { role: AUTHORITY, party: 'node-authority' }, actors: [{ role: AUTHORITY, party: 'node-authority' }], acts: ['forward', 'return', 'withdraw'], parties: ['node-authority', 'requester'],
    });
  });
});
