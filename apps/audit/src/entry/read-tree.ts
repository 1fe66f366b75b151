import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { consistencyProof, consistencyProofNodes, inclusionProof, inclusionProofNodes } from '../log/merkle-proof.js';
import type { CompactRange } from '../log/merkle-tree.js';
import { hashTile, tileNodes, type HashTile } from '../log/tiles.js';
import { TreeStore } from './tree.store.js';

/** What can be read from the tree, each with one query for its nodes. Callers keep within the tree's size. */
@Injectable()
export class ReadTree {
  constructor(private readonly tree: TreeStore) {}

  range(tx: Transaction): Promise<CompactRange> {
    return this.tree.range(tx);
  }

  async leafHash(tx: Transaction, index: number): Promise<Buffer> {
    const leaf = { level: 0, index };
    return (await this.tree.reader(tx, [leaf]))(leaf.level, leaf.index);
  }

  async inclusionProof(tx: Transaction, index: number, size: number): Promise<Buffer[]> {
    return inclusionProof(index, size, await this.tree.reader(tx, inclusionProofNodes(index, size)));
  }

  async consistencyProof(tx: Transaction, from: number, to: number): Promise<Buffer[]> {
    return consistencyProof(from, to, await this.tree.reader(tx, consistencyProofNodes(from, to)));
  }

  async hashTile(tx: Transaction, tile: HashTile): Promise<Buffer> {
    return hashTile(tile, await this.tree.reader(tx, tileNodes(tile)));
  }
}
