import type { ActorRule, Choice, Condition, Wanted } from '../procedure/procedure.js';
import { PARTIES, ROLES } from '../vocabulary.js';
import type { Cursor } from './cursor.js';
import type { ActText, EndText, ProcedureText, ProhibitionText, RequirementText, StepText } from './pack-file.js';

const CITATION = /^([1-9]\d*|DEFAULT-[1-9]\d*|[a-z]\w*(\.\w+)+)$/;
const ACT_KEYS = ['actor', 'requires', 'forbids', 'basisLevels', 'basisWhen', 'extension', 'appliesForExtension', 'to'];

/** Reads one procedure; names of steps and parameters are checked when the pack is joined with its parents. */
export function readProcedure(cursor: Cursor): ProcedureText {
  cursor.keys(['label', 'article', 'begin', 'steps', 'ends'], ['enabledBy']);
  const begin = cursor.at('begin').keys(['act', 'label', 'article', 'actor', 'to'], ['requires', 'forbids', 'basisLevels', 'basisWhen']);
  return {
    label: cursor.at('label').bilingual(),
    article: readCitation(cursor.at('article')),
    enabledBy: cursor.at('enabledBy').optional((item) => item.text()),
    begin: { ...readAct(begin), act: begin.at('act').text() },
    steps: cursor.at('steps').record(readStep),
    ends: cursor.at('ends').record(readEnd),
  };
}

function readStep(cursor: Cursor): StepText {
  cursor.keys(['label', 'article', 'actor', 'acts'], ['period', 'periodSetBy', 'startsOn', 'onLapse']);
  return {
    label: cursor.at('label').bilingual(),
    article: readCitation(cursor.at('article')),
    actors: readActors(cursor.at('actor')),
    period: cursor.at('period').optional((item) => item.text()),
    periodSetBy: cursor.at('periodSetBy').optional((item) => item.text()),
    startsOn: cursor.at('startsOn').optional((item) => item.matching(/^(entered|fact\.\w+)$/, '"entered" or "fact.<name>"')) ?? 'entered',
    onLapse: cursor.at('onLapse').optional((item) => item.text()) ?? 'onOverdue',
    acts: readActs(cursor),
  };
}

/** An end that stays one is its label alone; one that may be opened again has acts like a step. */
function readEnd(cursor: Cursor): EndText {
  if (cursor.at('acts').isAbsent) return { label: cursor.bilingual(), article: null, actors: [], acts: {} };
  cursor.keys(['label', 'article', 'actor', 'acts']);
  return { label: cursor.at('label').bilingual(), article: readCitation(cursor.at('article')), actors: readActors(cursor.at('actor')), acts: readActs(cursor) };
}

function readActs(cursor: Cursor): Record<string, ActText> {
  if (cursor.at('acts').entries().length === 0) cursor.fault('step without outcome');
  return cursor.at('acts').record((act) => {
    act.keys(['label', 'article'], ACT_KEYS);
    const outcomes = ['extension', 'appliesForExtension', 'to'].filter((key) => !act.at(key).isAbsent);
    if (outcomes.length === 0) act.fault('missing to');
    if (outcomes.length > 1) act.fault(`has more than one outcome: ${outcomes.join(', ')}`);
    return readAct(act);
  });
}

function readAct(cursor: Cursor): ActText {
  const basisLevels = cursor.at('basisLevels').optional((item) => item.text());
  return {
    label: cursor.at('label').bilingual(),
    article: readCitation(cursor.at('article')),
    actors: cursor.at('actor').optional(readActors),
    requires: cursor.at('requires').list().map(readRequirement),
    forbids: cursor.at('forbids').list().map(readProhibition),
    basis: basisLevels === null ? null : { levels: basisLevels, when: readCondition(cursor.at('basisWhen')) },
    to: readChoices(cursor.at('to')),
    extension: cursor.at('extension').optional((item) => {
      item.keys(['days', 'count']);
      return { days: item.at('days').text(), count: item.at('count').text() };
    }),
    appliesForExtension: cursor.at('appliesForExtension').flag(),
  };
}

function readActors(cursor: Cursor): ActorRule[] {
  const rules = (cursor.isList ? cursor.list() : cursor.isAbsent ? [] : [cursor]).map((item) => {
    item.keys(['role', 'party']);
    return { role: item.at('role').oneOf(Object.keys(ROLES)), party: item.at('party').oneOf(Object.keys(PARTIES)) };
  });
  if (rules.length === 0 && cursor.isList) cursor.fault('must name an actor');
  return rules;
}

function readChoices(cursor: Cursor): Choice[] {
  if (cursor.isAbsent) return [];
  if (!cursor.isList) return [{ when: null, step: cursor.text() }];
  const items = cursor.list();
  if (items.length === 0) cursor.fault('must name a next step');
  return items.map((item, index) => {
    const last = index === items.length - 1;
    item.keys(['step'], ['when']);
    const when = readCondition(item.at('when'));
    if (last && when !== null) item.fault('the last choice must have no condition');
    if (!last && when === null) item.fault('a choice without condition must be the last one');
    return { when, step: item.at('step').text() };
  });
}

function readRequirement(cursor: Cursor): RequirementText {
  cursor.keys([], ['field', 'fieldsOf', 'article', 'message', 'when', 'oneOf', 'optional']);
  const field = cursor.at('field').optional((item) => item.text());
  const fieldsOf = cursor.at('fieldsOf').optional((item) => item.text());
  const article = cursor.at('article').optional(readCitation);
  if ((field === null) === (fieldsOf === null)) cursor.fault('must have either field or fieldsOf');
  if (field !== null && article === null) cursor.fault('missing article');
  return {
    field,
    fieldsOf,
    article,
    message: cursor.at('message').optional((item) => item.bilingual()),
    when: readCondition(cursor.at('when')),
    oneOf: cursor.at('oneOf').optional((item) => item.text()),
    optional: cursor.at('optional').flag(),
  };
}

function readProhibition(cursor: Cursor): ProhibitionText {
  cursor.keys(['code', 'when', 'article', 'message'], ['enabledBy', 'field']);
  return {
    code: cursor.at('code').matching(/^[a-z]+(-[a-z]+)*$/, 'a code in kebab-case'),
    field: cursor.at('field').optional((item) => item.text()),
    when: readCondition(cursor.at('when')) ?? {},
    enabledBy: cursor.at('enabledBy').optional((item) => item.text()),
    article: readCitation(cursor.at('article')),
    message: cursor.at('message').bilingual(),
  };
}

function readCondition(cursor: Cursor): Condition | null {
  return cursor.optional((top) => top.record((item) => (item.isMapping ? readOperator(item) : readValue(item))));
}

const OPERATORS = ['not', 'in', 'stated', 'includes', 'lacks'];

function readOperator(cursor: Cursor): Wanted {
  const [operator] = cursor.keys([], OPERATORS).entries();
  if (operator === undefined || cursor.entries().length > 1) {
    cursor.fault(`must have exactly one of: ${OPERATORS.join(', ')}`);
    return false;
  }
  const [name, item] = operator;
  switch (name) {
    case 'in': {
      const values = item.list().map((value) => value.text());
      if (values.length === 0 && item.isList) item.fault('must name a value');
      return { in: values };
    }
    case 'stated':
      return { stated: item.flag() };
    case 'includes':
      return { includes: item.text() };
    case 'lacks':
      return { lacks: item.text() };
    default:
      return { not: readValue(item) };
  }
}

function readValue(cursor: Cursor): string | boolean {
  const value = cursor.scalar();
  if (typeof value === 'number') cursor.fault('must be a text, true or false');
  return typeof value === 'number' ? String(value) : value;
}

function readCitation(cursor: Cursor): string {
  return cursor.matching(CITATION, 'an article ("19"), a default ("DEFAULT-18") or a parameter');
}
