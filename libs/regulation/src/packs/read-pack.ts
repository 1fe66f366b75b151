import { isDay, type Day } from '../calendar/day.js';
import { LEVELS, LONGEST_PERIOD, NODE_KINDS, OPEN_TYPES, SHARING_TYPES, UNITS, type Unit } from '../vocabulary.js';
import type { Cursor } from './cursor.js';
import type { ParameterStatus, ParameterValue } from './effective-pack.js';
import type { NodeText, PackFile, ParameterText } from './pack-file.js';
import { readCase } from './read-cases.js';
import { readProcedure } from './read-procedure.js';

const ARTICLE = /^([1-9]\d*|DEFAULT-[1-9]\d*)$/;
const DAY_OF_YEAR = /^(\d{2}-\d{2}|02-last)$/;
const STATUSES = ['text', 'default', 'external', 'derived'] as const satisfies readonly ParameterStatus[];

/** Reads one file; every fault of its shape is noted at the cursor. */
export function readPack(file: string, top: Cursor): PackFile {
  top.keys(
    ['id', 'version', 'title', 'jurisdiction', 'status', 'inForceFrom', 'inForceTo', 'parent'],
    ['sharingTypes', 'openTypes', 'articles', 'terms', 'labels', 'parameters', 'nodes', 'procedures', 'cases'],
  );
  const place = top.at('jurisdiction').keys(['division', 'zh', 'en']);
  for (const [article, cursor] of top.at('articles').entries()) if (!ARTICLE.test(article)) cursor.fault('is not an article ("19") or a default ("DEFAULT-18")');
  return {
    file,
    id: top.at('id').matching(/^[a-z][a-z0-9-]*$/, 'a pack id (small letters, digits, hyphens)'),
    version: top.at('version').matching(/^[1-9]\d*$/, 'a version ("1", "2", ...)'),
    title: top.at('title').bilingual(),
    jurisdiction: {
      division: place.at('division').optional((cursor) => cursor.matching(/^\d{6}$/, 'a division code of six digits')),
      zh: place.at('zh').text(),
      en: place.at('en').text(),
    },
    status: top.at('status').oneOf(['draft', 'inForce']),
    inForceFrom: top.at('inForceFrom').optional(readDay),
    inForceTo: readLastDay(top),
    parent: top.at('parent').optional((cursor) => cursor.matching(/^[a-z][a-z0-9-]*@[1-9]\d*$/, 'a pack with its version ("default@1")')),
    sharingTypes: top.at('sharingTypes').optional((cursor) => cursor.list().map((item) => item.oneOf(SHARING_TYPES))),
    openTypes: top.at('openTypes').optional((cursor) => cursor.list().map((item) => item.oneOf(OPEN_TYPES))),
    articles: top.at('articles').record((cursor) => cursor.text()),
    terms: top.at('terms').record((cursor) => cursor.bilingual()),
    labels: top.at('labels').record((cursor) => cursor.bilingual()),
    parameters: top.at('parameters').record(readParameter),
    nodes: top.at('nodes').list().map(readNode),
    procedures: top.at('procedures').record(readProcedure),
    cases: top.at('cases').list().map(readCase),
  };
}

function readLastDay(top: Cursor): Day | null {
  const [from, to] = [top.at('inForceFrom'), top.at('inForceTo')].map((cursor) => cursor.raw());
  if (typeof from === 'string' && typeof to === 'string' && to < from) top.at('inForceTo').fault(`lies before inForceFrom, ${from}`);
  return top.at('inForceTo').optional(readDay);
}

function readDay(cursor: Cursor): Day {
  const day = cursor.text();
  if (day !== '' && !isDay(day)) cursor.fault(`is not a day (YYYY-MM-DD): ${day}`);
  return day;
}

function readParameter(cursor: Cursor): ParameterText {
  cursor.keys(['article', 'quote', 'status'], ['value', 'sumOf', 'unit', 'reading']);
  const article = cursor.at('article').matching(ARTICLE, 'an article ("19") or a default ("DEFAULT-18")');
  const status = cursor.at('status').oneOf(STATUSES);
  const sumOf = cursor.at('sumOf').list().map((item) => item.text());
  const unit = cursor.at('unit').optional((item) => item.oneOf(UNITS)) ?? (sumOf.length > 0 ? 'workingDays' : 'none');
  const value = cursor.at('value').optional(readValue);
  if ((value === null) === (sumOf.length === 0)) cursor.fault('must have either value or sumOf');
  if ((status === 'derived') !== sumOf.length > 0) cursor.at('status').fault('derived is what has sumOf, and nothing else');
  if (article.startsWith('DEFAULT-') && status === 'text') cursor.at('status').fault('a default of the platform is not text of the regulation');
  if (value !== null) checkUnit(cursor.at('value'), value, unit);
  const reading = cursor.at('reading').optional((item) => item.matching(/^DEFAULT-[1-9]\d*$/, 'a reading of the platform ("DEFAULT-9")'));
  return { value, sumOf, unit, reading, article, quote: cursor.at('quote').text(), status };
}

function checkUnit(cursor: Cursor, value: ParameterValue, unit: Unit): void {
  if (unit === 'none') return;
  if (unit === 'dayOfYear') {
    if (typeof value !== 'string' || !DAY_OF_YEAR.test(value) || (value !== '02-last' && !isDay(`2000-${value}`))) cursor.fault('must be a day of the year ("01-15") or "02-last"');
    return;
  }
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) cursor.fault(`must be a whole number of ${unit}`);
  else if (unit === 'workingDays' && value > LONGEST_PERIOD) cursor.fault(`must be at most ${String(LONGEST_PERIOD)} working days`);
  else if (unit === 'timesPerYear' && (value === 0 || 12 % value !== 0)) cursor.fault('must divide the twelve months of a year');
  else if (unit === 'timesPerMonth' && value !== 1) cursor.fault('must be 1: the only monthly cycle is the calendar month (DEFAULT-10)');
}

function readValue(cursor: Cursor): ParameterValue {
  if (cursor.isList) return cursor.list().map((item) => item.text());
  return cursor.scalar();
}

function readNode(cursor: Cursor): NodeText {
  cursor.keys(['level', 'kind', 'allowed', 'article'], ['requires']);
  return {
    level: cursor.at('level').oneOf(LEVELS),
    kind: cursor.at('kind').oneOf(NODE_KINDS),
    allowed: cursor.at('allowed').flag(),
    requires: cursor.at('requires').optional((item) => item.oneOf(['constructionPlanReviewed'])),
    article: cursor.at('article').matching(ARTICLE, 'an article ("31") or a default ("DEFAULT-29")'),
  };
}
