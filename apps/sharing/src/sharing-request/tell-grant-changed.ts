import { Injectable } from '@nestjs/common';
import type { GrantGiven } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { SharingRequestStore } from './sharing-request.store.js';
import { TellRequesterNode } from './tell-requester-node.js';

/** A grant that changes after its request has ended: told as a further transition of the request, so that a late message cannot undo it. */
@Injectable()
export class TellGrantChanged {
  constructor(
    private readonly requests: SharingRequestStore,
    private readonly tellRequesterNode: TellRequesterNode,
  ) {}

  async run(tx: Transaction, requestId: string, grant: GrantGiven): Promise<void> {
    const request = await this.requests.lockUnscoped(tx, requestId);
    if (request === undefined || request.originNode === tx.ctx.node.code) return;
    const told = { ...request, transition: request.transition + 1 };
    await this.requests.save(tx, told);
    this.tellRequesterNode.run(tx, told, grant);
  }
}
