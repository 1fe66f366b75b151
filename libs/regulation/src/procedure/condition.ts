import type { Choice, Condition, Content, Facts } from './procedure.js';

const CONTENT_PREFIX = 'content.';

/** Whether every part of the condition holds. A fact nobody stated is `false`. */
export function holds(condition: Condition | null, facts: Facts, content: Content): boolean {
  if (condition === null) return true;
  return Object.entries(condition).every(([key, wanted]) => {
    const actual = key.startsWith(CONTENT_PREFIX) ? own(content, key.slice(CONTENT_PREFIX.length)) : own(facts, key);
    return (actual ?? false) === wanted;
  });
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
