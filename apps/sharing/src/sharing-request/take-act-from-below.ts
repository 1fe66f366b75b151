import { Injectable } from '@nestjs/common';
import { Problem, type AnsweredAct } from '@gongshu/contracts';
import { childSpeaksForItsTerritory, type Transaction } from '@gongshu/service-kit';
import type { ActFromBelow } from './early-act.store.js';
import { SendActUp } from './send-act-up.js';
import { WITH_UPPER_NODE, type SharingRequest } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';
import { TakeRequestAct } from './take-request-act.js';
import { TellRequesterNode } from './tell-requester-node.js';

/** A requester's act has come from the level below: taken where the request stands, or sent on after it. The requester hears what became of it either way. */
@Injectable()
export class TakeActFromBelow {
  constructor(
    private readonly requests: SharingRequestStore,
    private readonly sendActUp: SendActUp,
    private readonly takeAct: TakeRequestAct,
    private readonly tellRequesterNode: TellRequesterNode,
  ) {}

  /**
   * @param request with its row locked
   * @throws Problem `access/forbidden` for a node that does not speak for the requester
   */
  async run(tx: Transaction, request: SharingRequest, { node, told }: ActFromBelow): Promise<void> {
    const { actId, stated, roles, actor, organisation, originNode } = told;
    childSpeaksForItsTerritory(node, tx.ctx.node.code, [request.originNode, request.requester.division, originNode]);
    if (request.standing.step === WITH_UPPER_NODE) {
      this.sendActUp.announce(tx, { actId, stated, roles, actor, organisation, originNode });
      return;
    }
    let taken;
    try {
      taken = await this.takeAct.judge(tx, request, { roles, parties: ['requester'] }, stated);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { code, title } = error.definition;
      const { detail = title } = error.parts;
      await this.tell(tx, request, { actId, code, reason: typeof detail === 'string' ? title : detail });
      return;
    }
    await this.takeAct.record(tx, request, taken, { actor, organisation, node: originNode }, { actId, code: null, reason: null });
  }

  /** As a further transition of the request, so that no late message undoes it. */
  private async tell(tx: Transaction, request: SharingRequest, answered: AnsweredAct): Promise<void> {
    const told = { ...request, transition: request.transition + 1 };
    await this.requests.save(tx, told);
    this.tellRequesterNode.run(tx, told, null, answered);
  }
}
