import { completeSubtrees, EMPTY_ROOT, HASH_BYTES, nodeHash, spanHash } from './merkle-tree.js';
import type { NodeId, NodeReader, Span } from './merkle-tree.js';

/** Inclusion and consistency proofs of RFC 6962 2.1.1 and 2.1.2; they are checked as RFC 9162 2.1.3.2 and 2.1.4.2 describe. */

export interface InclusionClaim {
  readonly leafHash: Buffer;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Buffer[];
  readonly root: Buffer;
}

export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Buffer;
  readonly toRoot: Buffer;
  readonly proof: readonly Buffer[];
}

/** Hashes from the leaf's sibling up to the root's child. Throws a RangeError unless 0 ≤ index < size. */
export function inclusionProof(index: number, size: number, readNode: NodeReader): Promise<Buffer[]> {
  return Promise.all(inclusionSpans(index, size).map((span) => spanHash(span, readNode)));
}

/** Throws a RangeError unless 0 ≤ from ≤ to. From the empty tree, and between equal sizes, there is nothing to prove: no hashes. */
export function consistencyProof(from: number, to: number, readNode: NodeReader): Promise<Buffer[]> {
  return Promise.all(consistencySpans(from, to).map((span) => spanHash(span, readNode)));
}

/** The stored nodes `inclusionProof` will ask for, so that a store can read them in one query. */
export function inclusionProofNodes(index: number, size: number): NodeId[] {
  return inclusionSpans(index, size).flatMap(completeSubtrees);
}

/** The stored nodes `consistencyProof` will ask for. */
export function consistencyProofNodes(from: number, to: number): NodeId[] {
  return consistencySpans(from, to).flatMap(completeSubtrees);
}

/** Never throws: a proof that does not fit its claim, in form or in value, is false. */
export function verifyInclusion({ leafHash, index, size, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leafHash, root, ...proof])) return false;
  let [position, last] = [index, size - 1];
  let hash = leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(sibling, hash);
      // At the right edge a node may have no sibling for several levels: skip those.
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 && hash.equals(root);
}

/** Never throws. A true answer means: the tree of `toRoot` begins with exactly the leaves of the tree of `fromRoot`. */
export function verifyConsistency({ from, to, fromRoot, toRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(from) || !isCount(to) || from > to || !areHashes([fromRoot, toRoot, ...proof])) return false;
  if (from === 0) return proof.length === 0 && fromRoot.equals(EMPTY_ROOT) && (to > 0 || toRoot.equals(EMPTY_ROOT));
  if (from === to) return proof.length === 0 && fromRoot.equals(toRoot);
  // A proof from a complete tree leaves out that tree's own root, which the verifier has.
  const [start, ...rest] = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof;
  if (start === undefined) return false;
  let [position, last] = [from - 1, to - 1];
  while (position % 2 === 1) [position, last] = [half(position), half(last)];
  let [older, newer] = [start, start];
  for (const hash of rest) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      [older, newer] = [nodeHash(hash, older), nodeHash(hash, newer)];
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)];
    } else {
      newer = nodeHash(newer, hash);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 && older.equals(fromRoot) && newer.equals(toRoot);
}

function inclusionSpans(index: number, size: number): Span[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const spans: Span[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + largestPowerOfTwoBelow(to - from);
    if (index < middle) {
      spans.push({ from: middle, to });
      to = middle;
    } else {
      spans.push({ from, to: middle });
      from = middle;
    }
  }
  return spans.reverse();
}

function consistencySpans(older: number, newer: number): Span[] {
  if (!isCount(older) || !isCount(newer) || older > newer) throw new RangeError(`a tree of ${newer} leaves never grew from one of ${older}`);
  if (older === 0) return [];
  const spans: Span[] = [];
  let [from, to] = [0, newer];
  while (to !== older) {
    const middle = from + largestPowerOfTwoBelow(to - from);
    if (older <= middle) {
      spans.push({ from: middle, to });
      to = middle;
    } else {
      spans.push({ from, to: middle });
      from = middle;
    }
  }
  if (from > 0) spans.push({ from, to });
  return spans.reverse();
}

// Arithmetic instead of bit operators, which would cut sizes to 32 bits.
function half(n: number): number {
  return Math.floor(n / 2);
}

function largestPowerOfTwoBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function isPowerOfTwo(n: number): boolean {
  return n === 1 || largestPowerOfTwoBelow(n) * 2 === n;
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function areHashes(hashes: readonly Buffer[]): boolean {
  return hashes.every((hash) => hash.length === HASH_BYTES);
}
