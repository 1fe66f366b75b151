import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { Organisation, Problem, problems, type OrganisationImportFault } from '@gongshu/contracts';
import { parseInput } from '@gongshu/service-kit';

/** Columns by the field they fill, with their titles in a sheet. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  id: ['机构标识'],
  name: ['机构名称'],
  level: ['层级'],
  division: ['行政区划代码'],
  uscc: ['统一社会信用代码'],
  kind: ['机构类型'],
  area: ['所在区域'],
  'authorisingBasis.level': ['授权依据层级'],
  'authorisingBasis.title': ['授权依据名称'],
  'authorisingBasis.article': ['授权依据条款'],
};
const MOST_ROWS = 2_000;
/** What a spreadsheet program would calculate instead of showing it. */
const FORMULA = /^[=+@-]/;

const WORDS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  required: { zh: '必填', en: 'required' },
  formula: { zh: '单元格不得以 = + - @ 开头', en: 'a cell may not begin with = + - @' },
  matches: { zh: '格式不正确', en: 'not of the right form' },
  isIn: { zh: '不在允许的取值之内', en: 'not one of the admissible values' },
  minLength: { zh: '过短', en: 'too short' },
  maxLength: { zh: '过长', en: 'too long' },
};

export interface SheetRow {
  /** The heading is row 1. */
  readonly row: number;
  readonly organisation: Organisation;
}

/**
 * Reads a sheet: the organisations of the rows that are well-formed, and the faults of the others.
 *
 * @throws Problem `input/invalid` at `/csv` for what is no CSV, has too many rows, or an unknown or missing heading
 */
export function readSheet(csv: string): { readonly rows: readonly SheetRow[]; readonly faults: readonly OrganisationImportFault[]; readonly count: number } {
  const [heading = [], ...body] = cellsOf(csv);
  const fields = heading.map((title) => fieldOf(title.trim()));
  if (body.length > MOST_ROWS) throw unfit('rows', `more than ${String(MOST_ROWS)} rows`);
  const rows: SheetRow[] = [];
  const faults: OrganisationImportFault[] = [];
  let count = 0;
  for (const [index, cells] of body.entries()) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const row = index + 2;
    count += 1;
    const found = cells.flatMap((cell, at) => (FORMULA.test(cell.trim()) ? [faultOf(row, fields[at] ?? String(at + 1), 'formula')] : []));
    if (cells.length > fields.length) found.push(faultOf(row, String(fields.length + 1), 'extra-cell', { zh: '没有标题的单元格', en: 'a cell without heading' }));
    try {
      const organisation = parseInput(Organisation, recordOf(fields, cells));
      if (found.length === 0) rows.push({ row, organisation });
    } catch (error) {
      found.push(...faultsOf(row, error));
    }
    faults.push(...found);
  }
  return { rows, faults, count };
}

/** A refusal of one row, as faults of its cells. Whatever is no refusal is thrown on. */
export function faultsOf(row: number, error: unknown): OrganisationImportFault[] {
  if (!(error instanceof Problem)) throw error;
  const { definition, parts } = error;
  const words = definition.code === problems.invalidInput.code ? undefined : definition.title;
  const errors = parts.errors ?? [{ pointer: '/id', code: definition.code, detail: definition.title.en }];
  return errors.map(({ pointer, code, detail }) => faultOf(row, pointer.slice(1).replaceAll('/', '.'), code, words ?? WORDS[code] ?? { zh: detail, en: detail }));
}

function faultOf(row: number, column: string, code: string, words = WORDS[code] ?? { zh: code, en: code }): OrganisationImportFault {
  return { row, column, code, words };
}

function cellsOf(csv: string): string[][] {
  try {
    return parse(csv, { bom: true, relax_column_count: true });
  } catch (error) {
    if (error instanceof CsvError) throw unfit('csv', error.message);
    throw error;
  }
}

function fieldOf(title: string): string {
  const field = Object.keys(COLUMNS).find((name) => name === title || COLUMNS[name]?.includes(title));
  if (field === undefined) throw unfit('heading', `unknown heading ${title}; known are ${Object.entries(COLUMNS).map(([name, titles]) => [name, ...titles].join(' or ')).join(', ')}`);
  return field;
}

function recordOf(fields: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  const basis: Record<string, string> = {};
  for (const [at, field] of fields.entries()) {
    const cell = cells[at]?.trim() ?? '';
    if (cell === '') continue;
    const [name = '', part] = field.split('.');
    if (part === undefined) record[name] = cell;
    else basis[part] = cell;
  }
  return Object.keys(basis).length === 0 ? record : { ...record, authorisingBasis: basis };
}

function unfit(code: string, detail: string): Problem {
  return new Problem(problems.invalidInput, { errors: [{ pointer: '/csv', code, detail }] });
}
