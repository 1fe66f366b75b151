/** What a row's value may be: the type of the entry's data item. An empty value is absent and fits every type. */
export interface Column {
  readonly column: string;
  readonly type: string;
  /** PERSON or ORGANISATION: the item names whom a record is about. */
  readonly identifies?: string;
  /** COLLECTED_AT or COLLECTED_PLACE. */
  readonly feature?: string;
}

export interface ValueFault {
  readonly code: string;
  readonly detail: string;
}

/** UTF-16 units. */
export const MOST_VALUE_LENGTH = 4000;

/** Control characters but tab and line ends, and halves of surrogate pairs: neither PostgreSQL nor a receiver's parser is sure to take them. */
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Cs}]/u;

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const instant = new Date(value);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value);
}

function isDateTime(value: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4]):[0-5]\d)?$/.exec(value);
  return match !== null && isDay(match[1] ?? '');
}

const checks: Readonly<Record<string, { readonly fits: (value: string) => boolean; readonly detail: string }>> = {
  TEXT: { fits: () => true, detail: '' },
  // A number is written as JSON writes it, because it leaves as JSON: a value with leading zeroes is a code, thus a TEXT.
  INTEGER: { fits: (value) => /^-?(0|[1-9]\d{0,17})$/.test(value), detail: 'a whole number of at most 18 digits, without leading zeroes' },
  NUMBER: { fits: (value) => /^-?(0|[1-9]\d{0,17})(\.\d{1,18})?$/.test(value), detail: 'a decimal number, at most 18 digits on either side of the point' },
  DATE: { fits: isDay, detail: 'a calendar day YYYY-MM-DD' },
  DATETIME: { fits: isDateTime, detail: 'a time YYYY-MM-DD HH:MM:SS, with T or a space, and an offset if any' },
  BOOLEAN: { fits: (value) => value === 'true' || value === 'false', detail: 'true or false' },
};

/** Why a value does not fit its column; null when it does. Never repeats the value: it may be personal. */
export function valueFault(type: string, value: string): ValueFault | null {
  if (value === '') return null;
  if (value.length > MOST_VALUE_LENGTH) return { code: 'too-long', detail: `at most ${String(MOST_VALUE_LENGTH)} characters` };
  if (UNFIT.test(value)) return { code: 'character', detail: 'control characters are not allowed' };
  const check = checks[type];
  if (check === undefined) return { code: 'type', detail: `unknown type ${type}` };
  return check.fits(value) ? null : { code: type.toLowerCase(), detail: `${check.detail} is expected` };
}
