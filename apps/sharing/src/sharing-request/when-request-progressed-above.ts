import { Controller } from '@nestjs/common';
import { Problem, problems, requestProgressed, type EventOf } from '@gongshu/contracts';
import { covers, Reacts, type Transaction } from '@gongshu/service-kit';
import { KeepHeldGrant } from '../grant/keep-held-grant.js';
import { WITH_UPPER_NODE } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';

/** The upper node went on with a request of ours: its step, history and grant are shown here as they are there. An older or repeated message changes nothing. */
@Controller()
export class WhenRequestProgressedAbove {
  constructor(
    private readonly requests: SharingRequestStore,
    private readonly keepHeldGrant: KeepHeldGrant,
  ) {}

  @Reacts(requestProgressed, { as: 'when-request-progressed-above', from: 'neighbours' })
  async follow({ node, data }: EventOf<typeof requestProgressed>, tx: Transaction): Promise<void> {
    const own = tx.ctx.node.code;
    const request = await this.requests.lockUnscoped(tx, data.id);
    if (request === undefined || request.standing.step !== WITH_UPPER_NODE || data.transition <= request.transition) return;
    if (node === own || !covers(node, own) || (data.grant !== undefined && data.grant.ownerNode !== node)) {
      throw new Problem(problems.forbidden, { detail: `node ${node} may not speak about request ${request.number}` });
    }
    const { step, history, provider, transition, grant, columns = request.columns, rows = request.rowFilter } = data;
    const progressed = { ...request, columns, rowFilter: rows, upperStep: step, history, provider, transition, grantId: grant?.id ?? request.grantId };
    await this.requests.save(tx, progressed);
    if (grant !== undefined) await this.keepHeldGrant.run(tx, progressed, grant);
  }
}
