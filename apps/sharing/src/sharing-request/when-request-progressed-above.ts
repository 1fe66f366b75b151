import { Controller } from '@nestjs/common';
import { Problem, problems, requestProgressed, type EventOf, type RequestProgressed, type StepView } from '@gongshu/contracts';
import { covers, Reacts, type Transaction } from '@gongshu/service-kit';
import { KeepHeldGrant } from '../grant/keep-held-grant.js';
import { NOT_ACCEPTED } from '../other-node/not-accepted.js';
import { isOnItsWay, WITH_UPPER_NODE, type SharingRequest } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';
import { restatedIn } from './take-request-act.js';

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
    const { step, history, provider = request.provider, transition, grant, columns = request.columns, rows = request.rowFilter } = data;
    const progressed: SharingRequest = { ...request, ...afterAnswer(request, data), columns, rowFilter: rows, upperStep: step, waitingFor: turnOf(step), history, provider, transition, grantId: grant?.id ?? request.grantId };
    await this.requests.save(tx, progressed);
    if (grant !== undefined) await this.keepHeldGrant.run(tx, progressed, grant);
  }
}

/** What the requester's own act comes to. One that is on its way stays so until it is answered; of one that was refused nothing more is said after the next step. */
function afterAnswer({ sentAct }: SharingRequest, { answered, step }: RequestProgressed): Partial<SharingRequest> {
  if (sentAct === null) return {};
  if (step.step === NOT_ACCEPTED) return { sentAct: null };
  if (answered?.actId !== sentAct.actId) return isOnItsWay(sentAct) ? {} : { sentAct: null };
  const { code, reason } = answered;
  return code === null ? { ...restatedIn({ ...sentAct.stated }), sentAct: null } : { sentAct: { ...sentAct, refusal: { code, reason } } };
}

/** Of the turns at another node the requester's alone is taken here. */
function turnOf({ ended, actorRole, actorParty }: StepView): string[] {
  return !ended && actorRole !== null && actorParty === 'requester' ? [`${actorRole}:requester`] : [];
}
