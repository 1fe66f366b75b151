import type { CheckpointSigned } from '@gongshu/contracts';
import { openCheckpoint, type OpenedCheckpoint } from '../log/checkpoint.js';
import { verifyConsistency } from '../log/merkle-proof.js';
import { decodeBase64, NoteRefused, parseVerifierKey } from '../log/signed-note.js';

/** What this node last saw of a neighbour's log. */
export interface SeenLog {
  readonly logKey: string;
  readonly size: number;
  readonly root: Buffer;
}

export type Verdict =
  | { readonly kind: 'continues'; readonly checkpoint: OpenedCheckpoint }
  | { readonly kind: 'known' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Whether a neighbour's checkpoint may be cosigned: only if it provably continues all this node has seen of that log. The first sight is believed, its key included.
 *
 * Reasons are fixed words: they are announced, and a neighbour must not be able to write into this node's events.
 *
 * @param origin what the log of the announcing node is called
 * @param rootAtSize root this node has cosigned for the claimed size, if any
 */
export function judgeCheckpoint(origin: string, claim: CheckpointSigned, seen: SeenLog | null, rootAtSize: Buffer | null): Verdict {
  if (seen !== null && seen.logKey !== claim.logKey) return refused('the log key is not the one seen first');
  const checkpoint = open(claim);
  if (checkpoint === null) return refused('not a checkpoint its log has signed');
  if (checkpoint.origin !== origin) return refused('the checkpoint is of a log of another name');
  if (checkpoint.size !== claim.size) return refused('the signed size is not the announced one');
  if (seen === null) return { kind: 'continues', checkpoint };
  if (rootAtSize !== null) return rootAtSize.equals(checkpoint.root) ? { kind: 'known' } : refused('the log has signed two different trees of one size');
  if (checkpoint.size < seen.size) return refused('the log has shrunk');
  if (claim.previousSize !== seen.size) return refused('the announced proof does not begin where this witness last stood');
  const proof = claim.consistency.map(decodeBase64);
  const holds = proof.every((hash) => hash !== undefined) && verifyConsistency({ from: seen.size, to: checkpoint.size, fromRoot: seen.root, toRoot: checkpoint.root, proof });
  return holds ? { kind: 'continues', checkpoint } : refused('the log does not continue what was seen before');
}

function open(claim: CheckpointSigned): OpenedCheckpoint | null {
  try {
    return openCheckpoint(claim.checkpoint, parseVerifierKey(claim.logKey));
  } catch (error) {
    if (error instanceof NoteRefused) return null;
    throw error;
  }
}

function refused(reason: string): Verdict {
  return { kind: 'refused', reason };
}
