import type { CombinationPart, SensitiveCombinationView } from '@gongshu/contracts';

/** Data that are sensitive together, though each of them may be shared. */
export interface Combination {
  readonly id: string;
  readonly name: string;
  readonly parts: readonly CombinationPart[];
  readonly reasons: string;
  readonly declaredAt: string;
  /** Null as long as it is in force. */
  readonly liftedReasons: string | null;
}

/** Columns of an entry that somebody holds, or asks for. */
export interface Holding {
  readonly entryId: string;
  readonly columns: readonly string[];
}

function isIn({ entryId, column }: CombinationPart, holding: Holding): boolean {
  return (entryId === undefined || entryId === holding.entryId) && (column === undefined || holding.columns.includes(column));
}

/** Whether what is asked for is a part of the combination at all. */
export function concerns({ parts }: Pick<Combination, 'parts'>, asked: Holding): boolean {
  return parts.some((part) => isIn(part, asked));
}

/** Whether somebody would hold all of the combination. */
export function isComplete({ parts }: Pick<Combination, 'parts'>, holdings: readonly Holding[]): boolean {
  return parts.every((part) => holdings.some((holding) => isIn(part, holding)));
}

export function combinationView({ id, name, parts, reasons, declaredAt, liftedReasons }: Combination): SensitiveCombinationView {
  return { id, name, parts: [...parts], reasons, declaredAt, inForce: liftedReasons === null, liftedReasons };
}
