import { createHash } from 'node:crypto';

/**
 * The RFC 6962 Merkle tree over SHA-256, grown at its right edge.
 *
 * What is stored: the hash of every *complete* subtree, addressed as (level, index): level 0 holds the leaf hashes, and node (l, i) covers the
 * leaves [i·2^l, (i+1)·2^l). A complete subtree never changes again, so a stored node is written once and never updated, and a tree of n leaves has
 * fewer than 2n of them: an append of n entries adds its n leaf hashes and about n nodes above them. Everything else (the root, every proof, every
 * tile) is folded from about log2(n) stored nodes.
 */

export const HASH_BYTES = 32;

export interface NodeId {
  readonly level: number;
  readonly index: number;
}

export interface TreeNode extends NodeId {
  readonly hash: Buffer;
}

/** Answers the stored hash of one complete subtree. */
export type NodeReader = (level: number, index: number) => Promise<Buffer> | Buffer;

/** The right edge of a tree: the hashes of the complete subtrees that its leaves divide into, largest (leftmost) first. */
export interface CompactRange {
  readonly size: number;
  readonly edge: readonly Buffer[];
}

/** Leaves [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Appended {
  readonly range: CompactRange;
  /** What to store: the leaf hashes (level 0) and every subtree the append completed, children before parents. */
  readonly nodes: readonly TreeNode[];
}

/** The root of the tree without leaves: the hash of nothing (RFC 6962 2.1). */
export const EMPTY_ROOT = createHash('sha256').digest();

export const EMPTY_RANGE: CompactRange = { size: 0, edge: [] };

const LEAF_PREFIX = Buffer.of(0x00);
const NODE_PREFIX = Buffer.of(0x01);

export function leafHash(entry: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF_PREFIX).update(entry).digest();
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE_PREFIX).update(left).update(right).digest();
}

/** The root of a whole tree from its leaf hashes. */
export function rootHash(leafHashes: readonly Buffer[]): Buffer {
  return rangeRoot(appendLeaves(EMPTY_RANGE, leafHashes).range);
}

export function rangeRoot(range: CompactRange): Buffer {
  return range.size === 0 ? EMPTY_ROOT : foldRight(range.edge);
}

/** Adds leaves at the right edge. Throws a RangeError when the edge does not belong to the size. */
export function appendLeaves(range: CompactRange, leafHashes: readonly Buffer[]): Appended {
  if (range.edge.length !== completeSubtrees({ from: 0, to: range.size }).length) {
    throw new RangeError(`an edge of ${range.edge.length} hashes cannot end a tree of ${range.size} leaves`);
  }
  const edge = [...range.edge];
  const nodes: TreeNode[] = [];
  let size = range.size;
  for (const leaf of leafHashes) {
    let node: TreeNode = { level: 0, index: size, hash: leaf };
    nodes.push(node);
    // A right child completes its parent, whose left child is the last hash of the edge; like the carry of a binary addition.
    while (node.index % 2 === 1) {
      const left = edge.pop() as Buffer;
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHash(left, node.hash) };
      nodes.push(node);
    }
    edge.push(node.hash);
    size += 1;
  }
  return { range: { size, edge }, nodes };
}

/** The right edge of a stored tree at any size it has had. */
export async function loadRange(size: number, readNode: NodeReader): Promise<CompactRange> {
  return { size, edge: await readNodes(completeSubtrees({ from: 0, to: size }), readNode) };
}

/** The complete subtrees that exactly cover a span, left to right. */
export function completeSubtrees(span: Span): NodeId[] {
  const nodes: NodeId[] = [];
  let from = span.from;
  while (from < span.to) {
    let level = 0;
    while (from % 2 ** (level + 1) === 0 && from + 2 ** (level + 1) <= span.to) level += 1;
    nodes.push({ level, index: from / 2 ** level });
    from += 2 ** level;
  }
  return nodes;
}

/** The RFC 6962 hash of the subtree over a span that starts where such a subtree may start. */
export async function spanHash(span: Span, readNode: NodeReader): Promise<Buffer> {
  return foldRight(await readNodes(completeSubtrees(span), readNode));
}

function readNodes(nodes: readonly NodeId[], readNode: NodeReader): Promise<Buffer[]> {
  return Promise.all(nodes.map((node) => readNode(node.level, node.index)));
}

function foldRight(hashes: readonly Buffer[]): Buffer {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}
