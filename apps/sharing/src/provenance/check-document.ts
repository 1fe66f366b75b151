import { Injectable } from '@nestjs/common';
import type { CheckDocument as Question, DocumentCheck } from '@gongshu/contracts';
import { covers, DocumentSigner, NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { FindDelivery } from '../completeness/find-delivery.js';
import { OtherNodes } from '../other-node/other-nodes.js';
import { citedOf, paperBar, readProvenance, signingNode, type Provenance } from './provenance.js';

/** Holds a document at hand against the provenance that came with it: whoever signed it, and that not one byte has changed. */
@Injectable()
export class CheckDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly findDelivery: FindDelivery,
    private readonly otherNodes: OtherNodes,
    private readonly signer: DocumentSigner,
  ) {}

  /** @throws Problem `federation/answered-elsewhere` for a document of a node above, which knows what it signed and delivered */
  async run(ctx: RequestContext, { provenance: jws, sha256, context }: Question): Promise<DocumentCheck> {
    const node = signingNode(jws);
    if (node !== null && covers(node, ctx.node.code)) await this.unitOfWork.read(ctx, (tx) => this.otherNodes.mustBeHere(tx, node));
    const { result, content } = await this.check(ctx, jws, sha256);
    const bar = result === 'VALID_ELECTRONIC' ? paperBar(this.regulation.pack, context) : undefined;
    return { result, paperRequired: bar === undefined, article: citedOf(bar), provenance: content, checkedAt: ctx.now };
  }

  /** The same as a rule for other use cases: what the provenance says, of a document that agrees with it. */
  async verified(ctx: RequestContext, jws: string, sha256: string): Promise<{ readonly result: string; readonly provenance: Provenance | null }> {
    const { result, provenance } = await this.check(ctx, jws, sha256);
    return { result, provenance: result === 'VALID_ELECTRONIC' ? provenance : null };
  }

  private async check(ctx: RequestContext, jws: string, sha256: string): Promise<{ result: string; content: unknown; provenance: Provenance | null }> {
    const opened = await this.signer.open('provenance', jws);
    if ('fault' in opened) return { result: opened.fault, content: null, provenance: null };
    const { content } = opened;
    const provenance = readProvenance(content);
    if (provenance === null) return { result: 'MALFORMED', content: null, provenance };
    // The header of a delivery is written before the last byte: what the bytes were stands on the permit.
    const delivered = provenance.sha256 ?? (await this.unitOfWork.read(ctx, (tx) => this.findDelivery.digestOf(tx, provenance.permitId)));
    const result = delivered === null ? 'NOT_DELIVERED' : delivered === sha256 ? 'VALID_ELECTRONIC' : 'DIGEST_MISMATCH';
    return { result, content, provenance };
  }
}
