import { Injectable } from '@nestjs/common';
import { requestProgressed, type AnsweredAct, type GrantGiven } from '@gongshu/contracts';
import { NodeRegulation, type Transaction } from '@gongshu/service-kit';
import { currentStep, type SharingRequest } from './sharing-request.js';

/** Keeps the node where a request was filed up to date: state flows back along the hops (hebei 21). */
@Injectable()
export class TellRequesterNode {
  constructor(private readonly regulation: NodeRegulation) {}

  run(tx: Transaction, request: SharingRequest, grant: GrantGiven | null, answered?: AnsweredAct): void {
    if (request.originNode === tx.ctx.node.code) return;
    tx.announce(requestProgressed, request.id, {
      addressedTo: request.originNode,
      id: request.id,
      transition: request.transition,
      step: currentStep(request, this.regulation.packOf(request.standing), tx.ctx.now),
      history: [...request.history],
      provider: request.provider,
      columns: [...request.columns],
      rows: [...request.rowFilter],
      ...(grant === null ? {} : { grant }),
      ...(answered === undefined ? {} : { answered }),
    });
  }
}
