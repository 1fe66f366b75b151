import { exchangeProblems, Problem, problems, type CorrectRows, type FieldFault } from '@gongshu/contracts';
import { demandFault, type DemandedColumn } from '../rows/record-demands.js';
import { valueFault } from '../rows/value-fault.js';

/** The event that tells of a correction counts so many rows at most. */
export const MOST_CORRECTED_ROWS = 500;

export interface PlacedChange {
  readonly key: string;
  readonly place: number;
  readonly value: string;
}

export interface Correction {
  readonly keyPlace: number;
  readonly changes: readonly PlacedChange[];
}

type Asked = Pick<CorrectRows, 'keyColumn' | 'changes'>;

/** @throws Problem for columns the version does not have, values that do not fit and changes that contradict each other, with a pointer to each */
export function planCorrection(columns: readonly DemandedColumn[], { keyColumn, changes }: Asked): Correction {
  const placeOf = (name: string): number => columns.findIndex(({ column }) => column === name);
  const unknown: FieldFault[] = [];
  const unfit: FieldFault[] = [];
  const repeated: FieldFault[] = [];
  const seen = new Set<string>();
  const unknownFault = (pointer: string): FieldFault => ({ pointer, code: 'unknown-column', detail: 'the current version has no such column' });
  if (placeOf(keyColumn) < 0) unknown.push(unknownFault('/keyColumn'));
  const placed = changes.map(({ key, column, value }, index) => {
    const pointer = `/changes/${String(index)}`;
    const place = placeOf(column);
    if (place < 0) unknown.push(unknownFault(`${pointer}/column`));
    const fault = valueFault(columns[place]?.type ?? 'TEXT', value) ?? demandFault(columns[place]?.demand ?? null, value);
    if (fault !== null) unfit.push({ pointer: `${pointer}/value`, ...fault });
    const cell = JSON.stringify([key, column]);
    if (seen.has(cell)) repeated.push({ pointer, code: 'repeated', detail: 'this value is changed twice' });
    seen.add(cell);
    return { key, place, value };
  });
  if (unknown.length > 0) throw new Problem(exchangeProblems.unknownColumn, { errors: unknown });
  if (unfit.length > 0) throw new Problem(exchangeProblems.invalidRows, { errors: unfit });
  if (repeated.length > 0) throw new Problem(problems.invalidInput, { errors: repeated });
  return { keyPlace: placeOf(keyColumn), changes: placed };
}

/** @throws Problem when a key names no row, or the keys together name too many */
export function everyKeyNamesRows(changes: readonly { readonly key: string }[], rows: readonly { readonly key: string }[]): void {
  if (rows.length > MOST_CORRECTED_ROWS) {
    throw new Problem(problems.invalidInput, {
      errors: [{ pointer: '/keyColumn', code: 'too-many-rows', detail: `the keys name more than ${String(MOST_CORRECTED_ROWS)} rows` }],
    });
  }
  const found = new Set(rows.map(({ key }) => key));
  const errors = changes.flatMap(({ key }, index) =>
    found.has(key) ? [] : [{ pointer: `/changes/${String(index)}/key`, code: 'unknown-row', detail: 'no row of the current version has this key' }],
  );
  if (errors.length > 0) throw new Problem(exchangeProblems.unknownRow, { errors });
}
