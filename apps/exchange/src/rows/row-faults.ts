import { exchangeProblems, Problem, type FieldFault } from '@gongshu/contracts';

export const MOST_FAULTS_KEPT = 1_000;
const MOST_FAULTS_SHOWN = 50;

/** What to do with rows that do not fit: refuse the file, or leave them out. */
export type FaultyRows = 'refuse' | 'skip';

/** What a check of a file came to. Says where it is at fault and why, never what stands there. */
export interface RowReport {
  /** Rows read. */
  readonly rows: number;
  /** Rows with a fault. */
  readonly faultyRows: number;
  readonly faultCount: number;
  /** The first thousand. */
  readonly faults: readonly FieldFault[];
}

/** Collects the faults of a file's rows: all are counted, the first kept, so that a file of any size costs the same memory. */
export class RowFaults {
  private readonly kept: FieldFault[] = [];
  private count = 0;
  private faultyRows = 0;
  private lastRow = 0;

  add(row: number, column: string | null, fault: { readonly code: string; readonly detail: string }): void {
    this.count += 1;
    if (row !== this.lastRow) this.faultyRows += 1;
    this.lastRow = row;
    if (this.kept.length < MOST_FAULTS_KEPT) this.kept.push({ pointer: `/rows/${String(row)}${column === null ? '' : `/${column}`}`, code: fault.code, detail: fault.detail });
  }

  get any(): boolean {
    return this.count > 0;
  }

  report(rows: number): RowReport {
    return { rows, faultyRows: this.faultyRows, faultCount: this.count, faults: this.kept };
  }
}

/** The refusal of a file for its rows; the whole report goes with it for who keeps it. */
export class InvalidRows extends Problem {
  constructor(
    readonly report: RowReport,
    readonly reportId: string | null = null,
  ) {
    const { faultCount, faultyRows, faults } = report;
    const [many, rows, where] = [String(faultCount), String(faultyRows), reportId ?? ''];
    super(exchangeProblems.invalidRows, {
      errors: faults.slice(0, MOST_FAULTS_SHOWN),
      detail: {
        zh: `${rows}行有误,共${many}处${where === '' ? '' : `;完整校验报告编号${where}`}`,
        en: `${rows} rows are at fault in ${many} places${where === '' ? '' : `; the full report has the id ${where}`}`,
      },
    });
  }

  /** The same refusal, saying where the full report is. */
  reportedAs(id: string): InvalidRows {
    return new InvalidRows(this.report, id);
  }
}
