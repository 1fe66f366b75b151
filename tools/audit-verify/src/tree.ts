import { createHash } from 'node:crypto';

/** The Merkle tree of RFC 6962, written from its definitions and from nothing else. */

export const HASH_BYTES = 32;

export function hashOfEntry(entry: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(entry).digest();
}

function hashOfPair(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/** MTH (2.1) over hashes of equally high subtrees, of which only the last may be smaller. */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return createHash('sha256').digest();
  let row = hashes;
  while (row.length > 1) {
    const pairs = row;
    row = Array.from({ length: Math.ceil(pairs.length / 2) }, (_, at) => {
      const [left, right] = [pairs[2 * at] as Buffer, pairs[2 * at + 1]];
      return right === undefined ? left : hashOfPair(left, right);
    });
  }
  return row[0] as Buffer;
}

/** The root that an inclusion proof (2.1.1) leads to from a leaf hash; undefined when the proof has the wrong length. */
export function rootByInclusion(leaf: Buffer, index: number, size: number, proof: readonly Buffer[]): Buffer | undefined {
  if (size === 1) return proof.length === 0 ? leaf : undefined;
  const sibling = proof.at(-1);
  if (sibling === undefined) return undefined;
  const left = leftSize(size);
  const rest = proof.slice(0, -1);
  const below = index < left ? rootByInclusion(leaf, index, left, rest) : rootByInclusion(leaf, index - left, size - left, rest);
  if (below === undefined) return undefined;
  return index < left ? hashOfPair(below, sibling) : hashOfPair(sibling, below);
}

export interface RootPair {
  readonly older: Buffer;
  readonly newer: Buffer;
}

/** The two roots that a consistency proof (2.1.2) leads to, given the older root; undefined when the proof has the wrong length. */
export function rootsByConsistency(from: number, to: number, olderRoot: Buffer, proof: readonly Buffer[]): RootPair | undefined {
  return rootsOfSubproof(from, to, olderRoot, proof);
}

/** SUBPROOF(m, D[n], b); `known` is the older root while b is true. */
function rootsOfSubproof(from: number, to: number, known: Buffer | undefined, proof: readonly Buffer[]): RootPair | undefined {
  if (from === to) {
    const root = known ?? proof[0];
    return root === undefined || proof.length !== (known === undefined ? 1 : 0) ? undefined : { older: root, newer: root };
  }
  const other = proof.at(-1);
  if (other === undefined) return undefined;
  const left = leftSize(to);
  const rest = proof.slice(0, -1);
  if (from <= left) {
    const below = rootsOfSubproof(from, left, known, rest);
    return below && { older: below.older, newer: hashOfPair(below.newer, other) };
  }
  const below = rootsOfSubproof(from - left, to - left, undefined, rest);
  return below && { older: hashOfPair(other, below.older), newer: hashOfPair(other, below.newer) };
}

/** The largest power of two smaller than the size. */
function leftSize(size: number): number {
  return 2 ** (Math.ceil(Math.log2(size)) - 1);
}
