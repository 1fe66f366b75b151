import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { deadlineOf } from './deadline-of.js';
import { loadPacks, shelvePacks } from './load-packs.js';
import { mayRunNode } from './may-run-node.js';
import { PackError, type PackFault } from './pack-error.js';
import { listParameter, parameter } from './parameter.js';

const shelf = loadPacks();
const hebei = shelf.effective('hebei');
const weihai = shelf.effective('weihai');

function textOf(id: string): string {
  return readFileSync(new URL(`../../packs/${id}.yaml`, import.meta.url), 'utf8');
}

/** The faults of the shipped packs after one change in hebei. */
function faultsAfter(change: (pack: ReturnType<typeof parseDocument>) => void): readonly PackFault[] {
  const pack = parseDocument(textOf('hebei'));
  change(pack);
  try {
    shelvePacks([{ file: 'default.yaml', text: textOf('default') }, { file: 'hebei.yaml', text: pack.toString() }]);
  } catch (error) {
    if (error instanceof PackError) return error.faults;
    throw error;
  }
  return [];
}

const VERIFICATION = ['procedures', 'verification'];

describe('the shelf', () => {
  it('holds the packs that ship', () => {
    expect(shelf.ids).toEqual(['default', 'fushun', 'hebei', 'jian', 'liaoning', 'weihai']);
    expect(() => shelf.effective('fushan')).toThrow('no regulation pack fushan');
    expect(() => shelf.effective('hebei', '99')).toThrow('no regulation pack hebei@99');
  });

  it('keeps an older version for the procedures that began under it', () => {
    const both = shelvePacks([
      { file: 'default.yaml', text: textOf('default') },
      { file: 'hebei.yaml', text: textOf('hebei').replace('version: "1"', 'version: "10"') },
      { file: 'hebei-9.yaml', text: textOf('hebei').replace('version: "1"', 'version: "9"') },
    ]);
    expect(both.effective('hebei').version).toBe('10');
    expect(both.effective('hebei', '9').version).toBe('9');
  });

  it('takes for a day the highest version that is in force then', () => {
    const dated = (version: string, from: string, to: string): string =>
      textOf('hebei').replace('version: "1"', `version: "${version}"`).replace('inForceFrom: null', `inForceFrom: ${from}`).replace('inForceTo: null', `inForceTo: ${to}`);
    const versions = shelvePacks([
      { file: 'default.yaml', text: textOf('default') },
      { file: 'hebei-1.yaml', text: dated('1', '2026-01-01', 'null') },
      { file: 'hebei-2.yaml', text: dated('2', '2026-07-01', '2026-12-31') },
    ]);
    const versionOn = (day: string): string => versions.inForceOn('hebei', day).version;
    expect(['2026-01-01', '2026-06-30', '2026-07-01', '2026-12-31', '2027-01-01'].map(versionOn)).toEqual(['1', '1', '2', '2', '1']);
    expect(() => versions.inForceOn('hebei', '2025-12-31')).toThrow('no regulation pack hebei is in force on 2025-12-31');
    expect(() => versions.inForceOn('fushan', '2026-07-01')).toThrow('no regulation pack fushan');
  });
});

describe('an effective pack', () => {
  it('says of every value where it came from', () => {
    expect(parameter(hebei, 'sharing.reply.days')).toMatchObject({ value: 5, source: { packId: 'hebei', article: '19' }, status: 'text' });
    expect(parameter(hebei, 'catalogue.fourEyes')).toMatchObject({ value: true, source: { packId: 'default', article: 'DEFAULT-25' }, status: 'default' });
    expect(parameter(weihai, 'open.reply.days')).toMatchObject({ value: 20, status: 'external', reading: 'DEFAULT-11', source: { packId: 'weihai', article: '24' } });
    expect(() => parameter(hebei, 'constructor')).toThrow('has no parameter constructor');
    expect(() => listParameter(hebei, 'sharing.reply.days')).toThrow('is not a list');
  });

  it('names its parent, whether the file repeats it or not', () => {
    const city = 'id: city\nversion: "1"\ntitle: { zh: 市, en: City }\njurisdiction: { division: "210100", zh: 市, en: City }\nstatus: draft\ninForceFrom: null\ninForceTo: null\nparent: liaoning@1\n';
    const packs = shelvePacks([...['default', 'liaoning'].map((id) => ({ file: `${id}.yaml`, text: textOf(id) })), { file: 'city.yaml', text: city }]);
    expect(parameter(packs.effective('city'), 'profile.parent').value).toBe('liaoning');
    expect(parameter(packs.effective('liaoning'), 'profile.parent').value).toBe('default');
  });

  it('cites in an inherited procedure the article of its own value', () => {
    expect(hebei.procedures['catalogue-entry']?.steps['AUTHORITY_REVIEW']?.source).toMatchObject({ packId: 'hebei', article: '11' });
    expect(weihai.procedures['catalogue-entry']?.steps['AUTHORITY_REVIEW']?.source).toMatchObject({ packId: 'weihai', article: '10' });
    expect(hebei.procedures['catalogue-entry']?.steps['DEPARTMENT_REVIEW']?.source).toMatchObject({ packId: 'default', article: 'DEFAULT-25' });
  });

  it('counts its periods in statutory working days', () => {
    expect(deadlineOf(hebei, 'sharing.reply.days', '2026-04-30T10:00:00+08:00')).toMatchObject({ dueOn: '2026-05-11', workingDays: 5, assumed: false, source: { packId: 'hebei', article: '19' } });
    expect(deadlineOf(hebei, 'retention.audit', '2026-04-30T10:00:00+08:00')).toBeNull();
    expect(() => deadlineOf(hebei, 'sharing.reply', '2026-04-30')).toThrow('no parameter');
    expect(() => deadlineOf(hebei, 'sharing.reply.days', 'soon')).toThrow(RangeError);
  });
});

describe('a node', () => {
  const reviewed = { constructionPlanReviewed: true } as const;
  const unreviewed = { constructionPlanReviewed: false } as const;

  it('of a county is a tenant under hebei and may be its own under weihai', () => {
    expect(mayRunNode(hebei, { level: 'COUNTY', kind: 'NODE', ...reviewed })).toMatchObject({ allowed: false, code: 'node-kind-not-allowed', source: { article: '31' } });
    expect(mayRunNode(hebei, { level: 'COUNTY', kind: 'TENANT', ...unreviewed })).toMatchObject({ allowed: true });
    expect(mayRunNode(weihai, { level: 'COUNTY', kind: 'NODE', ...unreviewed })).toMatchObject({ allowed: true });
  });

  it('of a hebei city needs a reviewed construction plan', () => {
    expect(mayRunNode(hebei, { level: 'CITY', kind: 'NODE', ...unreviewed })).toMatchObject({ allowed: false, code: 'construction-plan-not-reviewed', source: { article: '31' } });
    expect(mayRunNode(hebei, { level: 'CITY', kind: 'NODE', ...reviewed })).toMatchObject({ allowed: true });
  });

  it('stays forbidden where a parent forbids it, whatever the child says', () => {
    const child = textOf('weihai').replace('id: weihai', 'id: child').replace('parent: default@1', 'parent: hebei@1').replace(/^ {2}sharing\.unconditional: .*\n/m, '');
    const packs = shelvePacks([...['default', 'hebei'].map((id) => ({ file: `${id}.yaml`, text: textOf(id) })), { file: 'child.yaml', text: child }]);
    expect(mayRunNode(packs.effective('child'), { level: 'COUNTY', kind: 'NODE', ...reviewed })).toMatchObject({ allowed: false, source: { article: '31' } });
    // What is shown is what holds: the parent's value stands where the child's is the laxer.
    expect(parameter(packs.effective('child'), 'node.county')).toMatchObject({ value: 'TENANT', source: { packId: 'hebei', article: '31' } });
    expect(parameter(packs.effective('child'), 'node.city')).toMatchObject({ value: ['TENANT', 'NODE_WITH_REVIEWED_PLAN'], source: { packId: 'hebei' } });
    expect(parameter(packs.effective('child'), 'sharing.reply.days')).toMatchObject({ value: 2, source: { packId: 'child' } });
  });

  it('is what the child says where that is the stricter', () => {
    expect(parameter(hebei, 'node.county')).toMatchObject({ value: 'TENANT', source: { packId: 'hebei' } });
    expect(parameter(shelf.effective('fushun'), 'node.county')).toMatchObject({ value: 'TENANT', source: { packId: 'fushun', article: '9' } });
    expect(parameter(weihai, 'node.county')).toMatchObject({ value: 'NODE', source: { packId: 'weihai' } });
  });
});

describe('a pack is refused with file, path and reason', () => {
  it.each<[string, (pack: ReturnType<typeof parseDocument>) => void, string, RegExp]>([
    ['a misspelt key', (pack) => pack.set('paramaters', {}), 'paramaters', /unknown key/],
    ['a parameter without article', (pack) => pack.deleteIn(['parameters', 'network', 'article']), 'parameters.network', /missing article/],
    ['a bad article', (pack) => pack.setIn(['parameters', 'network', 'article'], '第九条'), 'parameters.network.article', /is not an article/],
    ['a default that claims to be text', (pack) => pack.setIn(['parameters', 'network', 'article'], 'DEFAULT-1'), 'parameters.network.status', /not text of the regulation/],
    ['a period that is not a number', (pack) => pack.setIn(['parameters', 'sharing.reply.days', 'value'], 'five'), 'parameters.sharing.reply.days.value', /whole number/],
    ['a period beyond the longest', (pack) => pack.setIn(['parameters', 'sharing.reply.days', 'value'], 2_001), 'parameters.sharing.reply.days.value', /at most 2000 working days/],
    ['a sum beyond the longest period', (pack) => ['sharing.reply.days', 'sharing.provision.days'].forEach((key) => { pack.setIn(['parameters', key, 'value'], 1_999); }), 'parameters.sharing.total.conditional.sumOf', /at most 2000 working days/],
    ['a lapse that decides', (pack) => pack.setIn(['parameters', 'onOverdue'], pack.createNode({ value: 'AGREE', article: '19', quote: '视为同意', status: 'text' })), 'parameters.onOverdue.value', /nothing else than: ESCALATE/],
    ['a parent in words that is not the parent', (pack) => pack.setIn(['parameters', 'profile.parent'], pack.createNode({ value: 'liaoning', article: 'DEFAULT-13', quote: 'x', status: 'default' })), 'parameters.profile.parent.value', /must be one of: default/],
    ['a last day before the first', (pack) => { pack.set('inForceFrom', '2026-07-01'); pack.set('inForceTo', '2026-06-30'); }, 'inForceTo', /lies before inForceFrom, 2026-07-01/],
    ['a way to run nodes that is none', (pack) => pack.setIn(['parameters', 'node.city', 'value'], 'CLOUD'), 'parameters.node.city', /must be one or more of: NODE, /],
    ['rules on nodes that forbid less than the parameter says', (pack) => pack.setIn(['nodes', 1, 'allowed'], true), 'parameters.node.county', /otherwise: COUNTY NODE is allowed$/],
    ['rules on nodes that forbid more than the parameter says', (pack) => pack.setIn(['nodes', 0, 'allowed'], false), 'parameters.node.city', /otherwise: CITY NODE is not allowed/],
    ['rules on nodes that ask for no plan where the parameter does', (pack) => pack.deleteIn(['nodes', 0, 'requires']), 'parameters.node.city', /otherwise: CITY NODE is allowed$/],
    ['an unknown parent', (pack) => pack.set('parent', 'default@7'), 'parent', /unknown pack default@7/],
    ['a parent cycle', (pack) => pack.set('parent', 'hebei@1'), 'parent', /its own ancestor/],
    ['a step without outcome', (pack) => pack.setIn([...VERIFICATION, 'steps', 'FORWARDING', 'acts'], {}), 'procedures.verification.steps.FORWARDING', /without outcome/],
    ['an act that leads nowhere', (pack) => pack.deleteIn([...VERIFICATION, 'steps', 'FORWARDING', 'acts', 'forward', 'to']), 'procedures.verification.steps.FORWARDING.acts.forward', /missing to/],
    ['an unknown role', (pack) => pack.setIn([...VERIFICATION, 'steps', 'FORWARDING', 'actor', 'role'], 'KING'), 'procedures.verification.steps.FORWARDING.actor.role', /must be one of/],
    ['an unknown party', (pack) => pack.setIn([...VERIFICATION, 'steps', 'FORWARDING', 'actor', 'party'], 'x'), 'procedures.verification.steps.FORWARDING.actor.party', /must be one of/],
    ['an unknown next step', (pack) => pack.setIn([...VERIFICATION, 'steps', 'FORWARDING', 'acts', 'forward', 'to'], 'NOWHERE'), 'procedures.verification.steps.FORWARDING.acts.forward.to', /unknown next step NOWHERE/],
    ['an unknown parameter', (pack) => pack.setIn([...VERIFICATION, 'steps', 'FORWARDING', 'period'], 'a.b'), 'procedures.verification.steps.FORWARDING.period', /unknown parameter a\.b/],
    ['a period in another unit', (pack) => pack.setIn([...VERIFICATION, 'steps', 'FORWARDING', 'period'], 'retention.audit'), 'procedures.verification.steps.FORWARDING.period', /neither a period nor a date/],
    ['an extension of a date', (pack) => pack.setIn([...VERIFICATION, 'steps', 'PROVIDER_FEEDBACK', 'period'], 'catalogue.publish.cycle'), 'procedures.verification.steps.PROVIDER_FEEDBACK.acts.extend', /not in working days/],
    ['a fact nobody states', (pack) => pack.setIn([...VERIFICATION, 'begin', 'to', 2, 'when'], pack.createNode({ hopp: 'county' })), 'procedures.verification.begin', /unknown fact hopp/],
    ['an unknown operator', (pack) => pack.setIn([...VERIFICATION, 'begin', 'to', 2, 'when'], pack.createNode({ hop: { like: 'county' } })), 'procedures.verification.begin.to[2].when.hop.like', /unknown key/],
    ['two operators at once', (pack) => pack.setIn([...VERIFICATION, 'begin', 'to', 2, 'when'], pack.createNode({ hop: { not: 'a', in: ['b'] } })), 'procedures.verification.begin.to[2].when.hop', /exactly one of/],
    ['an operator without a value', (pack) => pack.setIn([...VERIFICATION, 'begin', 'to', 2, 'when'], pack.createNode({ hop: { in: [] } })), 'procedures.verification.begin.to[2].when.hop.in', /must name a value/],
    ['an operator with another kind of value', (pack) => pack.setIn([...VERIFICATION, 'begin', 'to', 2, 'when'], pack.createNode({ hop: { stated: 'yes' } })), 'procedures.verification.begin.to[2].when.hop.stated', /true or false/],
    ['a start nobody states', (pack) => pack.setIn([...VERIFICATION, 'steps', 'FORWARDING', 'startsOn'], 'fact.receivd'), 'procedures.verification.steps.FORWARDING.startsOn', /unknown fact receivd/],
    ['an article nobody quotes', (pack) => pack.setIn([...VERIFICATION, 'article'], '44'), 'procedures.verification.article', /no quote/],
    ['a field without wording', (pack) => pack.addIn([...VERIFICATION, 'begin', 'requires'], pack.createNode({ field: 'colour', article: '20' })), 'procedures.verification.begin.requires[2]', /no wording/],
    ['a loop without exit', (pack) => pack.setIn([...VERIFICATION, 'steps', 'UPPER_AUTHORITY', 'acts', 'forward', 'to'], 'UPPER_AUTHORITY'), 'procedures.verification.steps.UPPER_AUTHORITY', /leads to no end/],
    ['a step nobody reaches', (pack) => pack.setIn([...VERIFICATION, 'begin', 'to'], 'PROVIDER_FEEDBACK'), 'procedures.verification.steps.FORWARDING', /cannot be reached/],
    ['choices without a last resort', (pack) => pack.setIn([...VERIFICATION, 'begin', 'to', 4, 'when'], pack.createNode({ hop: 'x' })), 'procedures.verification.begin.to[4]', /must have no condition/],
    ['basis levels that are none', (pack) => pack.setIn(['parameters', 'sharing.refusalBasis', 'value'], pack.createNode(['LAW', 'HABIT'])), 'procedures.sharing-request.steps.PROVIDER_REPLY.acts.refuse.basisLevels', /basis levels/],
  ])('for %s', (_, change, path, reason) => {
    expect(faultsAfter(change)).toContainEqual(expect.objectContaining({ file: 'hebei.yaml', path, reason: expect.stringMatching(reason) }));
  });

  it('all faults at once', () => {
    const faults = faultsAfter((pack) => {
      pack.set('status', 'done');
      pack.deleteIn(['title', 'en']);
    });
    expect(faults.map(({ path }) => path).sort()).toEqual(['status', 'title']);
  });

  it.each(['', '[]', 'just text', '{ a: [ }', '7'])('even where it is no mapping: %j', (text) => {
    expect(() => shelvePacks([{ file: 'x.yaml', text }])).toThrow(PackError);
  });
});
