import type { Choice, Condition, Content, Facts, Wanted } from './procedure.js';

const CONTENT_PREFIX = 'content.';

/** Whether every part of the condition holds. A fact nobody stated is `false`. */
export function holds(condition: Condition | null, facts: Facts, content: Content): boolean {
  if (condition === null) return true;
  return Object.entries(condition).every(([key, wanted]) => {
    const actual = key.startsWith(CONTENT_PREFIX) ? own(content, key.slice(CONTENT_PREFIX.length)) : own(facts, key);
    return meets(actual ?? false, wanted);
  });
}

function meets(actual: unknown, wanted: Wanted): boolean {
  if (typeof wanted !== 'object') return actual === wanted;
  if ('not' in wanted) return actual !== wanted.not;
  if ('in' in wanted) return typeof actual === 'string' && wanted.in.includes(actual);
  if ('stated' in wanted) return (actual !== false && !isBlank(actual)) === wanted.stated;
  const list: readonly unknown[] = Array.isArray(actual) ? actual : [];
  return 'includes' in wanted ? list.includes(wanted.includes) : !list.includes(wanted.lacks);
}

/** A wanted value in words, the same in every language: `sharingType≠UNCONDITIONAL`. */
export function wordOfWanted(key: string, wanted: Wanted): string {
  if (typeof wanted !== 'object') return `${key}=${String(wanted)}`;
  if ('not' in wanted) return `${key}≠${String(wanted.not)}`;
  if ('in' in wanted) return `${key}∈{${wanted.in.join(', ')}}`;
  if ('stated' in wanted) return `${key}${wanted.stated ? '≠' : '='}∅`;
  return 'includes' in wanted ? `${key}∋${wanted.includes}` : `${key}∌${wanted.lacks}`;
}

/** The step that follows. Packs are checked at load to end every list with a choice without condition. */
export function chosenStep(choices: readonly Choice[], facts: Facts, content: Content): string {
  const choice = choices.find(({ when }) => holds(when, facts, content));
  if (choice === undefined) throw new Error('a list of next steps must end with one without condition');
  return choice.step;
}

/** A value of the record itself, never one of Object.prototype: keys come from callers. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

const INVISIBLE = /[\s\u200b-\u200d\u2060\ufeff]/gu;

/** Whether a value says nothing: absent, only blanks, an empty list or object, or a list of such values. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.replace(INVISIBLE, '') === '';
  if (Array.isArray(value)) return value.every(isBlank);
  return typeof value === 'object' && Object.keys(value).length === 0;
}
