import type { DemandedColumn, Demand } from './record-demands.js';
import { MOST_VALUE_LENGTH } from './value-fault.js';

/** Whether a value, as ASCII or UTF-8 bytes without control characters, surely fits. False says nothing: then `valueFault` and `demandFault` decide. */
export type QuickCheck = (bytes: Buffer, start: number, end: number) => boolean;

const [ZERO, NINE, DOT, MINUS, COLON, BLANK, T, X] = [48, 57, 46, 45, 58, 32, 84, 88];
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function allDigits(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < ZERO || byte > NINE) return false;
  }
  return end > start;
}

function two(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) - ZERO) * 10 + (bytes[at + 1] ?? 0) - ZERO;
}

function integer(bytes: Buffer, start: number, end: number): boolean {
  const first = bytes[start] === MINUS ? start + 1 : start;
  return end - first <= 18 && (bytes[first] !== ZERO || end === first + 1) && allDigits(bytes, first, end);
}

function number(bytes: Buffer, start: number, end: number): boolean {
  let dot = start;
  while (dot < end && bytes[dot] !== DOT) dot += 1;
  return integer(bytes, start, dot) && (dot === end || (end - dot <= 19 && allDigits(bytes, dot + 1, end)));
}

/** The 29th of February is left to the calendar. */
function day(bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== 10 || bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS) return false;
  if (!allDigits(bytes, start, start + 4) || !allDigits(bytes, start + 5, start + 7) || !allDigits(bytes, start + 8, end)) return false;
  const date = two(bytes, start + 8);
  return date > 0 && date <= (DAYS[two(bytes, start + 5) - 1] ?? 0);
}

function dateTime(bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== 19 || !day(bytes, start, start + 10) || (bytes[start + 10] !== BLANK && bytes[start + 10] !== T) || bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return false;
  if (!allDigits(bytes, start + 11, start + 13) || !allDigits(bytes, start + 14, start + 16) || !allDigits(bytes, start + 17, end)) return false;
  return two(bytes, start + 11) < 24 && two(bytes, start + 14) < 60 && two(bytes, start + 17) < 60;
}

function boolean(bytes: Buffer, start: number, end: number): boolean {
  const word = end - start === 4 ? TRUE : FALSE;
  if (end - start !== word.length) return false;
  for (let n = 0; n < word.length; n += 1) if (bytes[start + n] !== word[n]) return false;
  return true;
}

const CHECKS: Readonly<Record<string, QuickCheck>> = { TEXT: () => true, INTEGER: integer, NUMBER: number, DATE: day, DATETIME: dateTime, BOOLEAN: boolean };

/** GB 32100-2015: letters but I, O, S, V and Z. */
const CREDIT_VALUES = new Int8Array(256).fill(-1);
Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY', (character, value) => (CREDIT_VALUES[character.charCodeAt(0)] = value));
const CREDIT_WEIGHTS = Int32Array.of(1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28);
/** GB 11643-1999. */
const IDENTITY_WEIGHTS = Int32Array.of(7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
const IDENTITY_CHECKS = Buffer.from('10X98765432', 'latin1');

function creditCode(bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== 18) return false;
  let sum = 0;
  for (let n = 0; n < 17; n += 1) {
    const value = CREDIT_VALUES[bytes[start + n] ?? 0] ?? -1;
    if (value < 0) return false;
    sum += value * (CREDIT_WEIGHTS[n] ?? 0);
  }
  return CREDIT_VALUES[bytes[end - 1] ?? 0] === (31 - (sum % 31)) % 31;
}

function identityNumber(bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== 18 || bytes[start] === ZERO || !allDigits(bytes, start, end - 1)) return false;
  const [century, date] = [two(bytes, start + 6), two(bytes, start + 12)];
  if (century < 18 || century > 20 || date < 1 || date > (DAYS[two(bytes, start + 10) - 1] ?? 0)) return false;
  let sum = 0;
  for (let n = 0; n < 17; n += 1) sum += ((bytes[start + n] ?? 0) - ZERO) * (IDENTITY_WEIGHTS[n] ?? 0);
  const check = bytes[end - 1] ?? 0;
  return (check === X || check <= NINE) && IDENTITY_CHECKS[sum % 11] === check;
}

const DEMANDS: Readonly<Record<Demand, QuickCheck>> = {
  PERSON: identityNumber,
  ORGANISATION: creditCode,
  STATED: (bytes, start) => (bytes[start] ?? 0) > BLANK && (bytes[start] ?? 0) < 127,
};

/** The quick check of a column: of its type and of what is demanded of it. */
export function quickCheck({ type, demand }: Pick<DemandedColumn, 'type' | 'demand'>): QuickCheck {
  const fits = CHECKS[type] ?? (() => false);
  const meets = demand === null ? null : DEMANDS[demand];
  return (bytes, start, end) => {
    const length = end - start;
    if (length === 0) return demand === null;
    return length <= MOST_VALUE_LENGTH && fits(bytes, start, end) && (meets === null || meets(bytes, start, end));
  };
}
