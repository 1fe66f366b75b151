import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { appendLeaves, completeSubtrees, EMPTY_RANGE, EMPTY_ROOT, leafHash, loadRange, nodeHash, rangeRoot, rootHash } from './merkle-tree.js';
import type { NodeReader } from './merkle-tree.js';
import { consistencyProof, consistencyProofNodes, inclusionProof, inclusionProofNodes, verifyConsistency, verifyInclusion } from './merkle-proof.js';

// The reference vectors of Certificate Transparency.
const REFERENCE = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((entry) => leafHash(Buffer.from(entry, 'hex')));
const REFERENCE_ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const LARGEST = 40;
const LEAVES = Array.from({ length: LARGEST }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));

/** RFC 6962 2.1, word for word. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leaves[0] as Buffer;
  const middle = split(leaves.length);
  return nodeHash(naiveRoot(leaves.slice(0, middle)), naiveRoot(leaves.slice(middle)));
}

/** RFC 6962 2.1.1, PATH(m, D[n]). */
function naivePath(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const middle = split(leaves.length);
  return index < middle
    ? [...naivePath(index, leaves.slice(0, middle)), naiveRoot(leaves.slice(middle))]
    : [...naivePath(index - middle, leaves.slice(middle)), naiveRoot(leaves.slice(0, middle))];
}

/** RFC 6962 2.1.2, SUBPROOF(m, D[n], b). */
function naiveSubproof(from: number, leaves: readonly Buffer[], known: boolean): Buffer[] {
  if (from === leaves.length) return known ? [] : [naiveRoot(leaves)];
  const middle = split(leaves.length);
  return from <= middle
    ? [...naiveSubproof(from, leaves.slice(0, middle), known), naiveRoot(leaves.slice(middle))]
    : [...naiveSubproof(from - middle, leaves.slice(middle), false), naiveRoot(leaves.slice(0, middle))];
}

function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

function store(leaves: readonly Buffer[]): { readNode: NodeReader; count: number } {
  const { nodes } = appendLeaves(EMPTY_RANGE, leaves);
  const hashes = new Map(nodes.map((node) => [`${node.level}/${node.index}`, node.hash]));
  expect(hashes.size).toBe(nodes.length);
  const readNode: NodeReader = (level, index) => {
    const hash = hashes.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`node ${level}/${index} was never stored`);
    return hash;
  };
  return { readNode, count: nodes.length };
}

function flipped(hash: Buffer): Buffer {
  const copy = Buffer.from(hash);
  copy[7] = (copy[7] ?? 0) ^ 1;
  return copy;
}

describe('the Merkle tree', () => {
  it('has the roots of the reference vectors at every size from 0 to 8', () => {
    expect(REFERENCE_ROOTS.map((_, size) => rootHash(REFERENCE.slice(0, size)).toString('hex'))).toEqual(REFERENCE_ROOTS);
    expect(EMPTY_ROOT.toString('hex')).toBe(REFERENCE_ROOTS[0]);
  });

  it('gives the proofs of the reference vectors', async () => {
    const { readNode } = store(REFERENCE);
    const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));
    expect(hex(await inclusionProof(5, 8, readNode))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(await consistencyProof(6, 8, readNode))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('grows to the same root and the same stored nodes however the entries are batched', async () => {
    for (let size = 0; size <= LARGEST; size += 1) {
      const leaves = LEAVES.slice(0, size);
      const whole = appendLeaves(EMPTY_RANGE, leaves);
      expect(rangeRoot(whole.range).equals(naiveRoot(leaves))).toBe(true);
      for (const cut of [0, 1, 3, 7, 8, 13, 32].filter((at) => at <= size)) {
        const first = appendLeaves(EMPTY_RANGE, leaves.slice(0, cut));
        const second = appendLeaves(await loadRange(cut, store(leaves).readNode), leaves.slice(cut));
        expect(rangeRoot(second.range).equals(rangeRoot(whole.range))).toBe(true);
        expect([...first.nodes, ...second.nodes]).toEqual(whole.nodes);
      }
    }
  });

  it('stores fewer than two nodes per entry', () => {
    expect(store(LEAVES).count).toBe(2 * LARGEST - completeSubtrees({ from: 0, to: LARGEST }).length);
  });

  it('refuses to grow from an edge of another size', () => {
    expect(() => appendLeaves({ size: 3, edge: LEAVES.slice(0, 1) }, [])).toThrow(RangeError);
  });
});

describe('proofs', () => {
  const { readNode } = store(LEAVES);
  const roots = Array.from({ length: LARGEST + 1 }, (_, size) => naiveRoot(LEAVES.slice(0, size)));
  const root = (size: number) => roots[size] as Buffer;

  it('of inclusion equal the definition for every entry of every size up to 40, verify, and fail when anything is changed', async () => {
    for (let size = 1; size <= LARGEST; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const leaf = LEAVES[index] as Buffer;
        const proof = await inclusionProof(index, size, readNode);
        expect(proof).toEqual(naivePath(index, LEAVES.slice(0, size)));
        const claim = { leafHash: leaf, index, size, proof, root: root(size) };
        const bad = [
          { ...claim, leafHash: flipped(leaf) },
          { ...claim, root: flipped(claim.root) },
          { ...claim, index: index + 1 },
          { ...claim, index: index - 1 },
          { ...claim, proof: [...proof, root(1)] },
          { ...claim, proof: [root(1), ...proof] },
          ...proof.map((hash, at) => ({ ...claim, proof: proof.with(at, flipped(hash)) })),
          ...proof.map((_, at) => ({ ...claim, proof: proof.toSpliced(at, 1) })),
          ...proof.map((hash, at) => ({ ...claim, proof: proof.with(at, hash.subarray(1)) })),
        ];
        expect([verifyInclusion(claim), ...bad.map(verifyInclusion)]).toEqual([true, ...bad.map(() => false)]);
      }
    }
  });

  it('of consistency equal the definition for every pair of sizes up to 40, verify, and fail when anything is changed', async () => {
    for (let to = 1; to <= LARGEST; to += 1) {
      for (let from = 1; from <= to; from += 1) {
        const proof = await consistencyProof(from, to, readNode);
        expect(proof).toEqual(naiveSubproof(from, LEAVES.slice(0, to), true));
        const claim = { from, to, fromRoot: root(from), toRoot: root(to), proof };
        const bad = [
          { ...claim, fromRoot: flipped(claim.fromRoot) },
          { ...claim, toRoot: flipped(claim.toRoot) },
          { ...claim, proof: [...proof, root(1)] },
          ...(from === to ? [] : [{ ...claim, from: to, to: from }]),
          ...proof.map((hash, at) => ({ ...claim, proof: proof.with(at, flipped(hash)) })),
          ...proof.map((_, at) => ({ ...claim, proof: proof.toSpliced(at, 1) })),
        ];
        expect([verifyConsistency(claim), ...bad.map(verifyConsistency)]).toEqual([true, ...bad.map(() => false)]);
      }
    }
  });

  it('of consistency with the empty tree need no hashes but its true root', async () => {
    expect(await consistencyProof(0, 7, readNode)).toEqual([]);
    expect(verifyConsistency({ from: 0, to: 7, fromRoot: EMPTY_ROOT, toRoot: root(7), proof: [] })).toBe(true);
    expect(verifyConsistency({ from: 0, to: 7, fromRoot: root(1), toRoot: root(7), proof: [] })).toBe(false);
    expect(verifyConsistency({ from: 0, to: 0, fromRoot: EMPTY_ROOT, toRoot: root(7), proof: [] })).toBe(false);
  });

  it('read exactly the nodes they announce', async () => {
    const asked: string[] = [];
    const recording: NodeReader = (level, index) => {
      asked.push(`${level}/${index}`);
      return readNode(level, index);
    };
    await inclusionProof(21, 39, recording);
    expect(inclusionProofNodes(21, 39).map((node) => `${node.level}/${node.index}`)).toEqual(asked);
    asked.length = 0;
    await consistencyProof(21, 39, recording);
    expect(consistencyProofNodes(21, 39).map((node) => `${node.level}/${node.index}`)).toEqual(asked);
  });

  it('are refused for an entry or a size the tree does not have', () => {
    expect(() => inclusionProof(8, 8, readNode)).toThrow(RangeError);
    expect(() => inclusionProof(-1, 8, readNode)).toThrow(RangeError);
    expect(() => consistencyProof(9, 8, readNode)).toThrow(RangeError);
    expect(() => consistencyProof(1.5, 8, readNode)).toThrow(RangeError);
  });

  it('verify beyond 32 bits', async () => {
    const half = leafHash(Buffer.from('the left 2^33 entries'));
    const leaf = leafHash(Buffer.from('the last entry'));
    const claim = { leafHash: leaf, index: 2 ** 33, size: 2 ** 33 + 1, proof: [half], root: nodeHash(half, leaf) };
    expect(verifyInclusion(claim)).toBe(true);
    expect(await inclusionProof(claim.index, claim.size, (level, index) => (level === 33 && index === 0 ? half : leaf))).toEqual([half]);
  });
});
