import { exchangeProblems, Problem, problems, type FieldFault, type ProblemDefinition } from '@gongshu/contracts';
import { valueFault } from '../rows/value-fault.js';

export type RowsForm = 'json' | 'ndjson' | 'csv';

export interface RowsQuery {
  readonly form: RowsForm;
  readonly limit: number | null;
  readonly offset: number;
  readonly filters: readonly { readonly column: string; readonly value: string }[];
}

const FILTER_PREFIX = 'where.';
const MOST_ROWS = 100_000;
const MOST_OFFSET = 1_000_000_000;
const MOST_NAME_SHOWN = 80;

function pointerTo(name: string): string {
  return `/${name.slice(0, MOST_NAME_SHOWN).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function refuse(definition: ProblemDefinition, name: string, code: string, detail: string): Problem {
  const fault: FieldFault = { pointer: pointerTo(name), code, detail };
  return new Problem(definition, { errors: [fault] });
}

function whole(parameters: URLSearchParams, name: string, min: number, max: number): number | null {
  const text = parameters.get(name);
  if (text === null) return null;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw refuse(problems.invalidInput, name, 'isInt', `a whole number from ${String(min)} to ${String(max)} is expected`);
  return value;
}

/**
 * What a caller may say about the rows it wants. A filter may name only a column that is allowed to leave: otherwise it would tell what the column holds.
 *
 * @throws Problem `input/invalid` or `exchange/unknown-column`, with a pointer to the parameter
 */
export function rowsQuery(parameters: URLSearchParams, columns: readonly string[]): RowsQuery {
  const filters: { column: string; value: string }[] = [];
  const seen = new Set<string>();
  for (const [name, value] of parameters) {
    if (seen.has(name)) throw refuse(problems.invalidInput, name, 'repeated', 'the parameter is there twice');
    seen.add(name);
    if (name.startsWith(FILTER_PREFIX)) {
      const column = name.slice(FILTER_PREFIX.length);
      if (!columns.includes(column)) throw refuse(exchangeProblems.unknownColumn, name, 'unknown-column', 'not a column you may read');
      const fault = valueFault('TEXT', value);
      if (fault !== null) throw refuse(problems.invalidInput, name, fault.code, fault.detail);
      filters.push({ column, value });
    } else if (!['form', 'limit', 'offset'].includes(name)) {
      throw refuse(problems.invalidInput, name, 'unknown-parameter', 'form, limit, offset and where.<column> are expected');
    }
  }
  const form = parameters.get('form') ?? 'json';
  if (form !== 'json' && form !== 'ndjson' && form !== 'csv') throw refuse(problems.invalidInput, 'form', 'isIn', 'json, ndjson or csv is expected');
  return { form, limit: whole(parameters, 'limit', 1, MOST_ROWS), offset: whole(parameters, 'offset', 0, MOST_OFFSET) ?? 0, filters };
}
