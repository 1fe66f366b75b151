/** One thing that is wrong in a pack: the file, the place in it (`procedures.sharing-request.steps.DELIVERY.to`), and why. */
export interface PackFault {
  readonly file: string;
  readonly path: string;
  readonly reason: string;
  /** Counted from 1; absent where the fault is of the file as a whole. */
  readonly line?: number;
  readonly column?: number;
}

const MOST_LISTED = 200;

/** Packs that cannot be used. The message lists the faults, one a line: all of them, or the first 200 and how many more. */
export class PackError extends Error {
  override readonly name = 'PackError';

  constructor(readonly faults: readonly PackFault[]) {
    const listed = faults.slice(0, MOST_LISTED).map(({ file, path, reason, line, column }) => `${file}: ${path}: ${reason}${line === undefined ? '' : ` (line ${String(line)}, column ${String(column)})`}`);
    if (faults.length > MOST_LISTED) listed.push(`and ${String(faults.length - MOST_LISTED)} more`);
    super(listed.join('\n'));
  }
}
