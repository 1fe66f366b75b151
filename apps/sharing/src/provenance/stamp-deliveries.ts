import { Injectable } from '@nestjs/common';
import type { PermitAnswer, PermitAsk } from '@gongshu/contracts';
import { DocumentSigner, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import { provenanceOf } from './provenance.js';

/** Gives permits for documents the provenance that goes with the delivery. Rows for machines carry none: their calls are many, and a signature costs more than the permit. */
@Injectable()
export class StampDeliveries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly getGrant: GetGrant,
    private readonly signer: DocumentSigner,
  ) {}

  /** @param answers in the order of the asks, after the commit of their permits */
  async run(ctx: RequestContext, asks: readonly PermitAsk[], answers: readonly PermitAnswer[]): Promise<PermitAnswer[]> {
    const isDocument = asks.map(({ form }, index) => form !== 'ROWS' && typeof answers[index]?.permitId === 'string');
    if (!isDocument.includes(true)) return [...answers];
    const ids = new Set(asks.filter((_ask, index) => isDocument[index]).map(({ grantId }) => grantId));
    const grants = await this.unitOfWork.read(ctx, async (tx) => Promise.all([...ids].map((id) => this.getGrant.unscoped(tx, id))));
    return Promise.all(
      answers.map(async (answer, index) => {
        const grant = isDocument[index] === true ? grants.find((one) => one?.id === asks[index]?.grantId) : undefined;
        if (grant === undefined || answer.permitId === null) return answer;
        return { ...answer, provenance: await this.signer.sign('provenance', provenanceOf(grant, answer.number, answer.permitId, ctx.now)) };
      }),
    );
  }
}
