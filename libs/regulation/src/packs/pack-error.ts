/** One thing that is wrong in a pack: the file, the place in it (`procedures.sharing-request.steps.DELIVERY.to`), and why. */
export interface PackFault {
  readonly file: string;
  readonly path: string;
  readonly reason: string;
}

/** Packs that cannot be used. The message lists every fault, one a line. */
export class PackError extends Error {
  override readonly name = 'PackError';

  constructor(readonly faults: readonly PackFault[]) {
    super(faults.map((fault) => `${fault.file}: ${fault.path}: ${fault.reason}`).join('\n'));
  }
}
