const DEEPEST = 20;
/** Of one list or object. */
const MOST_ENTRIES = 1_000;
const MOST_VALUES = 200_000;
/** Longer than any field's name: an answer that points at it must fit the bus. */
const LONGEST_NAME = 100;

/** Names that reach an object's prototype instead of a field of it. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** NUL, which no text column takes, and halves of surrogate pairs, which no jsonb column takes. */
const NOT_TEXT = /[\u0000\p{Surrogate}]/u;

export interface Unacceptable {
  /** Names and indexes from the root. */
  readonly path: readonly string[];
  readonly code: string;
  readonly detail: string;
}

interface Visit {
  readonly value: unknown;
  readonly name: string;
  readonly depth: number;
  readonly parent: Visit | null;
}

/**
 * The first thing in parsed JSON that no contract allows and that conversion and storage behind it could not take: nesting that overflows a stack, more values than can be checked
 * in a blink, names of the prototype, text the database refuses. Walks without recursion, so it holds for anything that could be parsed.
 */
export function unacceptable(root: object): Unacceptable | null {
  const open: Visit[] = [{ value: root, name: '', depth: 0, parent: null }];
  let values = 0;
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    values += 1;
    if (values > MOST_VALUES) return fault(null, 'tooManyValues', `more than ${MOST_VALUES} values in all`);
    const { value, depth } = visit;
    if (RESERVED.has(visit.name)) return fault(visit, 'whitelistValidation', `property ${visit.name} should not exist`);
    if (visit.name.length > LONGEST_NAME) return fault(visit.parent, 'whitelistValidation', 'no field has so long a name');
    if (NOT_TEXT.test(visit.name)) return fault(visit.parent, 'wellFormed', 'a name holds NUL or half a character');
    if (typeof value === 'string' && NOT_TEXT.test(value)) return fault(visit, 'wellFormed', 'text must not hold NUL or half a character');
    if (typeof value !== 'object' || value === null) continue;
    if (depth === DEEPEST) return fault(visit, 'tooDeep', `nested deeper than ${DEEPEST}`);
    const entries = Object.entries(value);
    if (entries.length > MOST_ENTRIES) return fault(visit, 'tooManyValues', `more than ${MOST_ENTRIES} values`);
    for (const [name, child] of entries) open.push({ value: child as unknown, name, depth: depth + 1, parent: visit });
  }
  return null;
}

function fault(visit: Visit | null, code: string, detail: string): Unacceptable {
  const path: string[] = [];
  for (let at = visit; at !== null && at.parent !== null; at = at.parent) path.unshift(at.name);
  return { path, code, detail };
}
