import { isDay, isInstant, type Day, type Instant } from '../calendar/day.js';
import type { Facts } from '../procedure/procedure.js';
import type { Cursor } from './cursor.js';
import type { CaseAct, PackCase } from './pack-case.js';

/** Reads one worked example; names of parameters, procedures and acts are checked by running it. */
export function readCase(cursor: Cursor): PackCase {
  const title = cursor.at('title').bilingual();
  if (cursor.at('procedure').isAbsent) {
    cursor.keys(['title', 'parameter', 'startedAt', 'dueOn']);
    return { kind: 'period', title, parameter: cursor.at('parameter').text(), startedAt: readInstant(cursor.at('startedAt')), dueOn: readDay(cursor.at('dueOn')) };
  }
  cursor.keys(['title', 'procedure', 'acts'], ['facts']);
  const facts = readFacts(cursor.at('facts'));
  const acts = cursor.at('acts').list().map((act) => readAct(act, facts));
  if (acts.length === 0) cursor.at('acts').fault('must name an act');
  return { kind: 'procedure', title, procedure: cursor.at('procedure').text(), acts };
}

function readAct(cursor: Cursor, facts: Facts): CaseAct {
  cursor.keys(['act', 'role', 'party', 'at'], ['facts', 'content', 'to', 'refused', 'dueOn', 'article']);
  const to = cursor.at('to').optional((item) => item.text());
  const refused = cursor.at('refused').optional((item) => item.text());
  if ((to === null) === (refused === null)) cursor.fault('must have either to or refused');
  return {
    act: cursor.at('act').text(),
    role: cursor.at('role').text(),
    party: cursor.at('party').text(),
    at: readInstant(cursor.at('at')),
    facts: { ...facts, ...readFacts(cursor.at('facts')) },
    content: cursor.at('content').record((item) => item.raw()),
    to,
    refused,
    dueOn: cursor.at('dueOn').optional(readDay),
    article: cursor.at('article').optional((item) => item.text()),
  };
}

function readFacts(cursor: Cursor): Facts {
  return cursor.record((item) => {
    const value = item.scalar();
    return typeof value === 'number' ? String(value) : value;
  });
}

function readDay(cursor: Cursor): Day {
  const day = cursor.text();
  if (day !== '' && !isDay(day)) cursor.fault(`is not a day (YYYY-MM-DD): ${day}`);
  return day;
}

function readInstant(cursor: Cursor): Instant {
  const instant = cursor.text();
  if (instant !== '' && !isInstant(instant)) cursor.fault(`is not an instant with offset: ${instant}`);
  return instant;
}
