import { exchangeProblems, Problem, type RecordWindow } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { citation, optionalParameter } from '@gongshu/service-kit';
import type { Column } from '../rows/value-fault.js';

/** Kind of the timer that seals a stream's records; the key is the entry's id. */
export const SEAL_TIMER = 'seal-records';

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

export interface RecordStream {
  readonly entryId: string;
  readonly nextSequence: number;
  /** As its provider wants it; null: as usual. */
  readonly sealAfterSeconds: number | null;
}

/** Records that were taken in and are in no version yet, in a table of their own. An open tail still grows. */
export interface Tail {
  readonly id: string;
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly lastSequence: number;
  readonly openedAt: string;
  readonly closed: boolean;
}

/** A part of a version's rows: a table that never changes, of this version or of an earlier one. */
export interface Piece {
  readonly table: string;
  readonly rows: number;
}

/** How long records may wait for a version: what the pack leaves for updates in real time (in seconds), a day where it demands none. */
function longestWait(pack: EffectivePack): { readonly seconds: number; readonly rule: ReturnType<typeof optionalParameter> } {
  const lag = optionalParameter(pack, 'dataUpdate.lag');
  if (optionalParameter(pack, 'dataUpdate.days')?.value !== 'REAL_TIME' || lag === undefined) return { seconds: DAY_SECONDS, rule: undefined };
  return { seconds: Number(lag.value), rule: lag };
}

/** After how many seconds records are sealed: as their provider wants it, within what the pack leaves; half of that, and an hour at most, when nobody has said. */
export function sealAfter(pack: EffectivePack, { sealAfterSeconds }: Pick<RecordStream, 'sealAfterSeconds'>): number {
  const { seconds } = longestWait(pack);
  return Math.min(sealAfterSeconds ?? Math.min(Math.max(1, Math.floor(seconds / 2)), HOUR_SECONDS), seconds);
}

/** @throws Problem `exchange/refused-by-law` for a period by which records would come later than the pack demands */
export function sealsInTime(pack: EffectivePack, sealAfterSeconds: number): void {
  const { seconds, rule } = longestWait(pack);
  if (rule === undefined || sealAfterSeconds <= seconds) return;
  const errors = [{ pointer: '/sealAfterSeconds', code: 'max', detail: `updates in real time are to be there within ${String(seconds)} seconds` }];
  throw new Problem(exchangeProblems.refusedByLaw, { article: citation(rule.source), errors });
}

/** What is known of the window that has the number of one that comes. */
export type EarlierWindow = RecordWindow & { readonly digest: string };

/**
 * Whether a window is the one that is expected (null), or was taken in before (its answer).
 *
 * @throws Problem `exchange/out-of-sequence` that names the number expected, `exchange/window-differs`
 */
export function judgeSequence({ nextSequence }: RecordStream, { sequence, digest }: { readonly sequence: number; readonly digest: string }, earlier: EarlierWindow | undefined): RecordWindow | null {
  if (sequence === nextSequence) return null;
  if (earlier === undefined) {
    const errors = [{ pointer: '/sequence', code: 'out-of-sequence', detail: `the next window is ${String(nextSequence)}` }];
    throw new Problem(exchangeProblems.outOfSequence, { errors, allowed: [String(nextSequence)] });
  }
  const { digest: taken, ...answer } = earlier;
  if (taken !== digest) throw new Problem(exchangeProblems.windowDiffers, { allowed: [String(nextSequence)] });
  return answer;
}

/**
 * Which of a version's pieces stay as they are when rows are added, and how many rows the new piece has. A piece that is no larger than all that comes behind it is written together with that: so each piece
 * is larger than all behind it, there are no more of them than the binary logarithm of the rows, and no row is written more often than that.
 */
export function planPieces(pieces: readonly Piece[], added: number): { readonly kept: readonly Piece[]; readonly merged: readonly Piece[]; readonly rows: number } {
  let behind = added;
  let plan = { kept: pieces.length, rows: added };
  for (const [place, piece] of [...pieces.entries()].reverse()) {
    if (piece.rows <= behind) plan = { kept: place, rows: behind + piece.rows };
    behind += piece.rows;
  }
  return { kept: pieces.slice(0, plan.kept), merged: pieces.slice(plan.kept), rows: plan.rows };
}
