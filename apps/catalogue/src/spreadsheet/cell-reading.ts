import { isCreditCode } from '@gongshu/contracts';
import type { GuideColumn } from './guide-columns.js';
import { folded } from './header.js';
import type { FaultCode } from './import-fault.js';

/** What a cell says in the contract's terms; undefined for what is only checked. */
export type CellReading = { readonly value: unknown } | { readonly fault: FaultCode; readonly detail: string };

const SEPARATORS = /[、,,;;/|\s]+/u;
/** Texts of a list may hold commas and blanks. */
const LIST_SEPARATORS = /[;;\n]+/u;
const DAY = /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?:T.*)?$/;

const fault = (code: FaultCode, detail = ''): CellReading => ({ fault: code, detail });

/** Reads a cell by the kind of its column. */
export function readCell({ kind, words = [] }: GuideColumn, value: string, organisation: string): CellReading {
  const word = folded(value);
  switch (kind) {
    case 'text':
      return { value };
    case 'code':
      return { value: undefined };
    case 'provider':
      return word === folded(organisation) ? { value: undefined } : fault('other-provider', organisation.slice(0, 200));
    case 'credit-code':
      return isCreditCode(word) ? { value: undefined } : fault('credit-code');
    case 'published':
      return dayOf(word) === null ? fault('day') : { value: undefined };
    case 'day': {
      const day = dayOf(word);
      return day === null ? fault('day') : { value: day };
    }
    case 'list':
      return { value: parts(value, LIST_SEPARATORS, (text) => text.trim()) };
    case 'standards': {
      const uses = parts(word, LIST_SEPARATORS, (text) => /^([a-z0-9-]+)@([1-9]\d{0,5})$/.exec(text));
      return uses.includes(null) ? fault('standards') : { value: uses.map((use) => ({ code: use?.[1], version: Number(use?.[2]) })) };
    }
    case 'choice':
    case 'choices':
    case 'flag':
      return readWords(kind, words, kind === 'choices' ? parts(value, SEPARATORS, folded) : [word]);
  }
}

function readWords(kind: 'choice' | 'choices' | 'flag', words: NonNullable<GuideColumn['words']>, said: readonly string[]): CellReading {
  const meanings = said.map((text) => words.find(([known]) => known === text.toUpperCase())?.[1]);
  if (meanings.includes(undefined)) {
    const first = words.filter(([, meaning], index) => words.findIndex(([, other]) => other === meaning) === index);
    return fault('unknown-word', first.map(([known]) => known).join('、'));
  }
  return { value: kind === 'choices' ? [...new Set(meanings)] : kind === 'flag' ? meanings[0] === 'true' : meanings[0] };
}

function parts<T>(text: string, separators: RegExp, read: (part: string) => T): T[] {
  return text.split(separators).filter((part) => part.trim() !== '').map(read);
}

function dayOf(text: string): string | null {
  const found = DAY.exec(text)?.filter((part) => part !== undefined).slice(1);
  if (found === undefined) return null;
  const day = found.map((part) => part.padStart(2, '0')).join('-');
  return Number.isNaN(Date.parse(day)) || !new Date(day).toISOString().startsWith(day) ? null : day;
}
