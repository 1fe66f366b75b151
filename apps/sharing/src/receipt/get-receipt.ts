import { Injectable } from '@nestjs/common';
import type { PermitOfGrant, SignedReceipt } from '@gongshu/contracts';
import { DocumentSigner, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { FindAgreement } from '../agreement/find-agreement.js';
import { FindDelivery } from '../completeness/find-delivery.js';

/** What was delivered under one permit, signed: the same for the requester and the provider, so that either can hold it against the other. */
@Injectable()
export class GetReceipt {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly findDelivery: FindDelivery,
    private readonly findAgreement: FindAgreement,
    private readonly signer: DocumentSigner,
  ) {}

  /** @throws Problem 404 for a call nobody made, or that the caller may not read; 409 as long as it is not closed */
  async run(ctx: RequestContext, { id, number }: PermitOfGrant): Promise<SignedReceipt> {
    const { grant, permit, agreement } = await this.unitOfWork.read(ctx, async (tx) => {
      const delivery = await this.findDelivery.run(tx, id, number);
      return { ...delivery, agreement: await this.findAgreement.ofPermit(tx, delivery.grant, number) };
    });
    const receipt = {
      grantId: id,
      agreementRevision: agreement.revision,
      number,
      permitId: permit.id,
      entryId: grant.entryId,
      requester: { ...grant.requester },
      provider: { ...grant.provider },
      client: permit.client,
      form: permit.form,
      columns: permit.columns ?? agreement.terms.columns,
      state: permit.state,
      dataVersion: permit.dataVersion,
      rows: permit.rows,
      bytes: permit.bytes,
      sha256: permit.digest,
      documentSha256: permit.documentDigest,
      takenAt: permit.takenAt,
      closedAt: permit.closedAt,
      link: permit.link,
    };
    return { receipt, jws: await this.signer.sign('receipt', receipt) };
  }
}
