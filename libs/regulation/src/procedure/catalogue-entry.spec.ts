import { describe, expect, it } from 'vitest';
import type { EffectivePack } from '../packs/effective-pack.js';
import { loadPacks } from '../packs/load-packs.js';
import { beginProcedure } from './begin-procedure.js';
import type { ActInput, Content, Facts, Moved, Refused, Standing } from './procedure.js';
import { takeAct } from './take-act.js';

const shelf = loadPacks();
const hebei = shelf.effective('hebei');
const weihai = shelf.effective('weihai');

const AT = '2026-04-30T10:00:00+08:00';
const ADMIN = 'DATA_ADMINISTRATOR';
const AUTHORITY = 'DATA_AUTHORITY';
const BASIS = { level: 'LAW', title: '数据安全法', article: '21' };

const by = (role: string, party: string): Pick<ActInput, 'actor'> => ({ actor: { roles: [role], parties: [party] } });

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

describe('a catalogue entry', () => {
  const ENTRY: Content = { dataContent: 'x', providingUnit: 'x', sharingType: 'CONDITIONAL', sharingCondition: 'x', sharingScope: 'x', openType: 'UNCONDITIONAL', updateCycle: 'x', securityLevel: 'x', scopeOfUse: 'x' };
  const OWNER = by(ADMIN, 'owner');
  const REVIEWER = by('CATALOGUE_REVIEWER', 'owner');
  const PUBLISHER = by(AUTHORITY, 'owner-authority');

  it.each([[hebei, 10, '11', '2026-05-18'], [weihai, 2, '10', '2026-05-07']] as const)('is reviewed twice, then published ($id)', (pack, workingDays, article, dueOn) => {
    const reviewed = walk(pack, begin(pack, 'catalogue-entry', OWNER, ENTRY), {}, ['submit', OWNER, ENTRY], ['pass', REVIEWER]);
    expect(reviewed).toMatchObject({ to: 'AUTHORITY_REVIEW', due: { workingDays, article, dueOn } });
    expect(walk(pack, reviewed, {}, ['publish', PUBLISHER])).toMatchObject({ to: 'PUBLISHED', standing: { ended: true } });
    expect(walk(pack, reviewed, {}, ['return', PUBLISHER, { reasons: 'x' }]).to).toBe('DRAFT');
  });

  it('is not reviewed by whoever compiled it', () => {
    const { standing } = walk(hebei, begin(hebei, 'catalogue-entry', OWNER, ENTRY), {}, ['submit', OWNER, ENTRY]);
    expect(act(hebei, standing, 'pass', REVIEWER, {}, { sameAsCompiler: true })).toMatchObject({ code: 'four-eyes', source: { article: 'DEFAULT-25' } });
  });

  it('has the fields that the text of its pack names', () => {
    const draft = moved(begin(hebei, 'catalogue-entry', OWNER, ENTRY)).standing;
    expect(act(hebei, draft, 'submit', OWNER, { ...ENTRY, scopeOfUse: '' })).toMatchObject({ code: 'field-required', field: '/scopeOfUse', source: { article: '9' } });
    expect(act(hebei, draft, 'submit', OWNER, { ...ENTRY, sharingType: 'SECRET' })).toMatchObject({ code: 'value-not-admissible', field: '/sharingType' });
    const weihaiDraft = moved(begin(weihai, 'catalogue-entry', OWNER, ENTRY)).standing;
    expect(act(weihai, weihaiDraft, 'submit', OWNER, { ...ENTRY, openType: undefined })).toMatchObject({ field: '/openType', source: { article: '10' } });
  });

  it('says the same when it is compiled as when it is submitted', () => {
    expect(begin(hebei, 'catalogue-entry', OWNER, { ...ENTRY, securityLevel: ' ' })).toMatchObject({ code: 'field-required', field: '/securityLevel', source: { article: '9' } });
    expect(begin(hebei, 'catalogue-entry', OWNER, { ...ENTRY, sharingCondition: undefined })).toMatchObject({ code: 'field-required', field: '/sharingCondition', source: { article: '15' } });
    expect(begin(weihai, 'catalogue-entry', OWNER, { ...ENTRY, sharingCondition: undefined }).kind).toBe('moved');
  });

  it('is not shared in hebei by the negative list alone, elsewhere on an admissible basis', () => {
    const notShared = (pack: EffectivePack, level: string): Moved | Refused => begin(pack, 'catalogue-entry', OWNER, { ...ENTRY, sharingType: 'NOT_SHARED', legalBasis: { ...BASIS, level } });
    expect(notShared(hebei, 'LAW')).toMatchObject({ code: 'negative-list-only', field: '/sharingType', source: { packId: 'hebei', article: '15' } });
    expect(notShared(weihai, 'HABIT')).toMatchObject({ code: 'basis-not-admissible', source: { article: '17' } });
    expect(notShared(weihai, 'POLICY').kind).toBe('moved');
  });

  it('holds base data to what the text of its pack says of them', () => {
    const base = { ...ENTRY, classification: 'BASE', aggregation: 'LOGICAL' };
    expect(begin(hebei, 'catalogue-entry', OWNER, base)).toMatchObject({ code: 'base-not-physical', field: '/aggregation', source: { article: '18' } });
    expect(begin(weihai, 'catalogue-entry', OWNER, base).kind).toBe('moved');
    const stated = { ...base, dataFormat: 'x', provisionMode: ['INTERFACE'], useRequirements: 'x', dataForm: 'DATA', acquisitionMode: 'DIRECT' };
    expect(begin(shelf.effective('liaoning'), 'catalogue-entry', OWNER, stated)).toMatchObject({ code: 'base-not-unconditional', source: { packId: 'liaoning', article: '10' } });
    expect(begin(shelf.effective('fushun'), 'catalogue-entry', OWNER, stated)).toMatchObject({ code: 'base-not-unconditional', source: { packId: 'liaoning', article: '10' } });
    expect(begin(shelf.effective('fushun'), 'catalogue-entry', OWNER, { ...stated, sharingType: 'UNCONDITIONAL' }).kind).toBe('moved');
  });

  it.each([
    ['highChange', {}],
    ['timeSensitive', { provisionMode: ['FILE_DOWNLOAD', 'ONLINE_BROWSE'] }],
    ['parallelApproval', { sharingType: 'UNCONDITIONAL' }],
    ['collaborative', { sharingType: 'UNCONDITIONAL' }],
  ])("is provided by interface in ji'an when it is %s", (flag, differs) => {
    const jian = shelf.effective('jian');
    const content = { ...ENTRY, dataFormat: 'x', provisionMode: ['FILE_DOWNLOAD'], publicityAttribute: 'x', dataForm: 'DATA', acquisitionMode: 'DIRECT', [flag]: true, ...differs };
    const { standing } = moved(begin(jian, 'catalogue-entry', OWNER, content));
    expect(act(jian, standing, 'submit', OWNER, content)).toMatchObject({ code: 'interface-required', field: '/provisionMode', source: { article: '16' } });
    expect(act(jian, standing, 'submit', OWNER, { ...content, provisionMode: ['FILE_DOWNLOAD', 'INTERFACE'] }).kind).toBe('moved');
  });
});
