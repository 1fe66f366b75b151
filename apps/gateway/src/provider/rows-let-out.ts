import type { RowCondition } from '@gongshu/contracts';
import { UpstreamFailure } from '@gongshu/service-kit';
import type { RowForm } from './row-forms.js';
import { membersOf } from './row-members.js';

/** What of a provider's rows may leave, and how. */
export interface LetOut {
  readonly columns: readonly string[];
  readonly rowFilter: readonly RowCondition[];
  /** Rows to pass over, of those that the filter lets out. */
  readonly skip: number;
  /** Null: all. */
  readonly most: number | null;
  readonly form: RowForm;
}

type Row = Readonly<Record<string, unknown>>;

/** Numbers compare as numbers, everything else as text; what is absent meets no condition. */
export function meets(row: Row, { column, operator, values }: RowCondition): boolean {
  const value = Object.hasOwn(row, column) ? row[column] : null;
  if (value === null || value === undefined || value === '') return false;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const [bound = ''] = values;
  if (operator === 'EQUALS' || operator === 'IN') return values.includes(text);
  if (operator === 'STARTS_WITH') return text.startsWith(bound);
  const [own, limit] = typeof value === 'number' ? [value, Number(bound)] : [text, bound];
  return operator === 'FROM' ? own >= limit : operator === 'TO' && own <= limit;
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Decides row by row what leaves, and counts it. */
export class RowsLetOut {
  rows = 0;
  private passed = 0;
  private readonly granted: ReadonlySet<string>;

  constructor(private readonly letOut: LetOut) {
    this.granted = new Set(letOut.columns);
  }

  /** No row may leave any more. */
  get isFull(): boolean {
    return this.rows === this.letOut.most;
  }

  get before(): string {
    return this.letOut.form.before(this.letOut.columns);
  }

  /** The bytes to send for a row, with what stands between it and the one before; none when it does not leave. @throws UpstreamFailure `malformed` */
  take(bytes: Buffer): readonly (Buffer | string)[] {
    const { columns, rowFilter, skip, form } = this.letOut;
    const text = bytes.toString('utf8');
    const row = parsed(text);
    if (!rowFilter.every((condition) => meets(row, condition))) return [];
    this.passed += 1;
    if (this.passed <= skip) return [];
    this.rows += 1;
    const written = this.leavesAsItIs(row) ? bytes : form.row(columns, membersOf(text));
    return this.rows === 1 || form.between === '' ? [written] : [form.between, written];
  }

  /**
   * Whether an answer that was read whole may leave byte for byte; its rows are then counted.
   *
   * @param answer what JSON.parse made of it
   */
  leavesWhole(answer: readonly unknown[]): boolean {
    const { skip, most } = this.letOut;
    const whole = skip === 0 && (most === null || answer.length <= most) && answer.every((row) => isRow(row) && this.leavesAsItIs(row));
    if (whole) this.rows = answer.length;
    return whole;
  }

  /** With a filter a row is written anew: of several values of one name, the one that met the filter. */
  private leavesAsItIs(row: Row): boolean {
    const { rowFilter, form } = this.letOut;
    if (rowFilter.length > 0 || !form.isAsTaken) return false;
    const names = Object.keys(row);
    if (names.length !== this.granted.size) return false;
    for (const name of names) if (!this.granted.has(name)) return false;
    return true;
  }
}

function parsed(text: string): Row {
  try {
    const row: unknown = JSON.parse(text);
    if (isRow(row)) return row;
  } catch {
    // Told below, in our own words.
  }
  throw new UpstreamFailure('malformed', 'a row is no JSON object');
}
