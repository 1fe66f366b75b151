import { Injectable } from '@nestjs/common';
import { auditProblems, Problem, type ConsistencyProof, type GetConsistencyProof, type GetInclusionProof, type InclusionProof } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { ReadTree } from './read-tree.js';

/** Proofs about any size the tree has had, signed or not yet: a proof is worth what the checkpoint it is held against is worth. */
@Injectable()
export class GetProof {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tree: ReadTree,
  ) {}

  inclusion(ctx: RequestContext, { index, size }: GetInclusionProof): Promise<InclusionProof> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const { size: newest } = await this.tree.range(tx);
      requireAtMost('size', size, newest);
      requireAtMost('index', index, size - 1);
      const leafHash = await this.tree.leafHash(tx, index);
      return { index, size, leafHash: leafHash.toString('base64'), hashes: inBase64(await this.tree.inclusionProof(tx, index, size)) };
    });
  }

  consistency(ctx: RequestContext, { from, to }: GetConsistencyProof): Promise<ConsistencyProof> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const { size: newest } = await this.tree.range(tx);
      requireAtMost('to', to, newest);
      requireAtMost('from', from, to);
      return { from, to, hashes: inBase64(await this.tree.consistencyProof(tx, from, to)) };
    });
  }
}

function requireAtMost(field: string, value: number, most: number): void {
  if (value > most) throw new Problem(auditProblems.beyondTree, { errors: [{ pointer: `/${field}`, code: 'max', detail: `${field} is at most ${most} here` }] });
}

function inBase64(hashes: readonly Buffer[]): string[] {
  return hashes.map((hash) => hash.toString('base64'));
}
