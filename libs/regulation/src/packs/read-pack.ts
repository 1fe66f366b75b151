import { isDay, type Day } from '../calendar/day.js';
import { LEVELS, NODE_KINDS, OPEN_TYPES, SHARING_TYPES, UNITS } from '../vocabulary.js';
import type { Cursor } from './cursor.js';
import type { ParameterStatus, ParameterValue } from './effective-pack.js';
import type { NodeText, PackFile, ParameterText } from './pack-file.js';
import { readProcedure } from './read-procedure.js';

const ARTICLE = /^([1-9]\d*|DEFAULT-[1-9]\d*)$/;
const STATUSES = ['text', 'default', 'external'] as const satisfies readonly ParameterStatus[];

/** Reads one file; every fault of its shape is noted at the cursor. */
export function readPack(file: string, top: Cursor): PackFile {
  top.keys(
    ['id', 'version', 'title', 'jurisdiction', 'status', 'inForceFrom', 'inForceTo', 'parent'],
    ['sharingTypes', 'openTypes', 'articles', 'terms', 'parameters', 'nodes', 'procedures'],
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
    inForceTo: top.at('inForceTo').optional(readDay),
    parent: top.at('parent').optional((cursor) => cursor.matching(/^[a-z][a-z0-9-]*@[1-9]\d*$/, 'a pack with its version ("default@1")')),
    sharingTypes: top.at('sharingTypes').optional((cursor) => cursor.list().map((item) => item.oneOf(SHARING_TYPES))),
    openTypes: top.at('openTypes').optional((cursor) => cursor.list().map((item) => item.oneOf(OPEN_TYPES))),
    articles: top.at('articles').record((cursor) => cursor.text()),
    terms: top.at('terms').record((cursor) => cursor.bilingual()),
    parameters: top.at('parameters').record(readParameter),
    nodes: top.at('nodes').list().map(readNode),
    procedures: top.at('procedures').record(readProcedure),
  };
}

function readDay(cursor: Cursor): Day {
  const day = cursor.text();
  if (day !== '' && !isDay(day)) cursor.fault(`is not a day (YYYY-MM-DD): ${day}`);
  return day;
}

function readParameter(cursor: Cursor): ParameterText {
  cursor.keys(['value', 'article', 'quote', 'status'], ['unit']);
  const article = cursor.at('article').matching(ARTICLE, 'an article ("19") or a default ("DEFAULT-18")');
  const status = cursor.at('status').oneOf(STATUSES);
  const unit = cursor.at('unit').optional((item) => item.oneOf(UNITS)) ?? 'none';
  const value = readValue(cursor.at('value'));
  if (article.startsWith('DEFAULT-') && status === 'text') cursor.at('status').fault('a default of the platform is not text of the regulation');
  if (unit !== 'none' && (typeof value !== 'number' || !Number.isInteger(value) || value < 0)) cursor.at('value').fault(`must be a whole number of ${unit}`);
  return { value, unit, article, quote: cursor.at('quote').text(), status };
}

function readValue(cursor: Cursor): ParameterValue {
  if (cursor.isList) return cursor.list().map((item) => item.text());
  return cursor.isAbsent ? '' : cursor.scalar();
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
