import { Injectable } from '@nestjs/common';
import { Problem, sharingProblems, type PermitOfGrant, type ProvenanceView } from '@gongshu/contracts';
import { DocumentSigner, NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { documentDigestOf, FindDelivery } from '../completeness/find-delivery.js';
import { citedOf, effectOf, effectText, provenanceOf } from './provenance.js';

/** Where a delivered document comes from, what it was, and what it is worth before the law: signed, to be kept beside the document. */
@Injectable()
export class GetProvenance {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly findDelivery: FindDelivery,
    private readonly signer: DocumentSigner,
  ) {}

  /** @throws Problem 404 for a call nobody made, or that the caller may not read; 409 for one that delivered nothing, or has not yet */
  async run(ctx: RequestContext, { id, number }: PermitOfGrant): Promise<ProvenanceView> {
    const { grant, permit } = await this.unitOfWork.read(ctx, (tx) => this.findDelivery.run(tx, id, number));
    const sha256 = documentDigestOf(permit);
    if (sha256 === null) throw new Problem(sharingProblems.notDelivered);
    const rule = effectOf(this.regulation.pack);
    const article = citedOf(rule);
    const { zh, en } = effectText(rule, grant.entryName, grant.provider);
    const statement = {
      ...provenanceOf(grant, number, permit.id, permit.takenAt), deliveredAt: permit.closedAt, dataVersion: permit.dataVersion, sha256,
      effect: { zh, en, article: article === null ? null : { ...article } },
    };
    return { statement, effectZh: zh, effectEn: en, article, jws: await this.signer.sign('provenance', statement) };
  }
}
