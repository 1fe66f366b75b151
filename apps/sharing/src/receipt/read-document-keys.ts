import { Injectable } from '@nestjs/common';
import { Problem, problems, type DocumentKeysOf, type IssuerKeys } from '@gongshu/contracts';
import { covers, DocumentSigner, issuerOf, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { OtherNodes } from '../other-node/other-nodes.js';

/** The public keys of a node's documents: this node's own, and by the same address those of the nodes whose documents its organisations hold. */
@Injectable()
export class ReadDocumentKeys {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly otherNodes: OtherNodes,
    private readonly signer: DocumentSigner,
  ) {}

  /** @throws Problem 404 for a node neither above nor below; `federation/answered-elsewhere` for one that is */
  async run(ctx: RequestContext, { node = ctx.node.code }: DocumentKeysOf): Promise<IssuerKeys> {
    if (!covers(node, ctx.node.code) && !covers(ctx.node.code, node)) throw new Problem(problems.notFound);
    if (node !== ctx.node.code) await this.unitOfWork.read(ctx, (tx) => this.otherNodes.mustBeHere(tx, node));
    return { issuer: issuerOf(ctx.node.code), keys: await this.signer.publicKeys() };
  }
}
