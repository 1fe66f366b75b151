import { Problem, problems, type FieldFault } from '@gongshu/contracts';
import type { RowFormName } from '../provider/row-forms.js';
import { parseParameters } from '../reading/parse-parameters.js';

/** What a data call asks for, besides the permission to have it. */
export interface DataCall {
  readonly scenario: string | undefined;
  readonly purpose: string | undefined;
  readonly columns: readonly string[] | undefined;
  readonly limit: number | undefined;
  readonly offset: number | undefined;
  /** Equality filters: column and value. */
  readonly where: readonly (readonly [column: string, value: string])[];
}

/** What a call may declare of its use in headers, percent-encoded; the parameters `scenario` and `purpose` say the same. */
export interface DeclaredUse {
  readonly scenarioHeader?: string | undefined;
  readonly purposeHeader?: string | undefined;
}

const NO_CONTROL = /^[^\0-\x08\x0b\x0c\x0e-\x1f\x7f]*$/u;
const MOST_COLUMNS = 300;
const MOST_FILTERS = 20;
const MOST_ROWS = 100_000;
const MOST_OFFSET = 1_000_000_000;

function fault(name: string, code: string, detail: string): FieldFault {
  return { pointer: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, code, detail };
}

/**
 * Reads the parameters of a data call. It admits no more than the contract of `take-permits` does: many calls share one message, and one that the contract refused would take
 * the others with it.
 *
 * @throws Problem `input/invalid` with a pointer to each parameter at fault, `input/malformed` for bad encoding
 */
export function readDataCall(query: string, { scenarioHeader, purposeHeader }: DeclaredUse = {}): DataCall {
  const faults: FieldFault[] = [];
  const single = new Map<string, string>();
  const where: [string, string][] = [];
  if (scenarioHeader !== undefined) single.set('scenario', decodeHeader('x-application-scenario', scenarioHeader));
  if (purposeHeader !== undefined) single.set('purpose', decodeHeader('x-purpose', purposeHeader));
  for (const [name, value] of parseParameters(query)) {
    if (name.startsWith('where.')) where.push([name.slice(6), value]);
    else if (!['scenario', 'purpose', 'columns', 'limit', 'offset'].includes(name)) faults.push(fault(name, 'unknown', 'no such parameter'));
    else if (single.has(name) && single.get(name) !== value) faults.push(fault(name, 'repeated', 'given more than once'));
    else single.set(name, value);
  }
  const whole = (name: string, least: number, most: number): number | undefined => {
    const text = single.get(name);
    if (text === undefined) return undefined;
    const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    faults.push(fault(name, 'isInt', `a whole number from ${String(least)} to ${String(most)}`));
    return undefined;
  };
  const limit = whole('limit', 1, MOST_ROWS);
  const offset = whole('offset', 0, MOST_OFFSET);
  const text = (name: string): string | undefined => {
    const value = single.get(name);
    if (value !== undefined && (value === '' || value.length > 500 || !NO_CONTROL.test(value))) faults.push(fault(name, 'text', '1 to 500 characters without control characters'));
    return value;
  };
  const scenario = text('scenario');
  const purpose = text('purpose');
  const columns = single.has('columns') ? [...new Set(single.get('columns')?.split(','))] : undefined;
  if (columns !== undefined && (columns.length > MOST_COLUMNS || !columns.every(isColumn))) faults.push(fault('columns', 'columns', 'up to 300 names of at most 63 characters, separated by commas'));
  if (where.length > MOST_FILTERS) faults.push(fault('where', 'tooMany', `at most ${String(MOST_FILTERS)} filters`));
  for (const [column, value] of where) {
    if (!isColumn(column) || value.length > 1_000 || !NO_CONTROL.test(value)) faults.push(fault(`where.${column}`, 'filter', 'a column and a value without control characters'));
  }
  if (new Set(where.map(([column]) => column)).size !== where.length) faults.push(fault('where', 'repeated', 'one filter a column'));
  if (faults.length > 0) throw new Problem(problems.invalidInput, { errors: faults.slice(0, 50) });
  return { scenario, purpose, columns, limit, offset, where };
}

function isColumn(name: string): boolean {
  return name.length >= 1 && name.length <= 63 && NO_CONTROL.test(name);
}

function decodeHeader(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Problem(problems.malformed, { detail: { zh: `${name} 须为百分号编码的 UTF-8`, en: `${name} is percent-encoded UTF-8` } });
  }
}

/** The part of a call's parameters that the data plane understands. */
export function rowsQuery({ limit, offset, where }: DataCall, form: RowFormName): string {
  const parts = [`form=${form}`];
  if (limit !== undefined) parts.push(`limit=${String(limit)}`);
  if (offset !== undefined) parts.push(`offset=${String(offset)}`);
  for (const [column, value] of where) parts.push(`where.${encodeURIComponent(column)}=${encodeURIComponent(value)}`);
  return parts.join('&');
}
