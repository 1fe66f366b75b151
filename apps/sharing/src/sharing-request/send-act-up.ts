import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, problems, requesterActed, sharingProblems, type ActOnSharingRequest as Act, type RequesterActed } from '@gongshu/contracts';
import { citation, NodeRegulation, optionalParameter, type PartyInCase, type Transaction } from '@gongshu/service-kit';
import { isOnItsWay, WITHDRAW, type SharingRequest } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';

/** An act of the requester on a request that an upper node has. It goes the way the request went, waits where a link is down, and is decided where the request stands. */
@Injectable()
export class SendActUp {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly requests: SharingRequestStore,
  ) {}

  /**
   * @param request with its row locked
   * @throws Problem 409 for an act that nobody can take there now or while another is on its way; 403 for anybody but the requester
   */
  async run(tx: Transaction, request: SharingRequest, parties: readonly PartyInCase[], stated: Act): Promise<SharingRequest> {
    const { ctx } = tx;
    const { upperStep, sentAct } = request;
    const allowed = isOnItsWay(sentAct) ? [] : (upperStep?.acts ?? [WITHDRAW]);
    if (!allowed.includes(stated.act)) throw new Problem(sharingProblems.actNotAllowed, { allowed });
    const rule = optionalParameter(this.regulation.packOf(request.standing), 'sharing.withdrawal');
    const cited = rule === undefined || stated.act !== WITHDRAW ? {} : { article: citation(rule.source) };
    if (!parties.includes('requester') || !ctx.roles.includes('DATA_ADMINISTRATOR')) throw new Problem(sharingProblems.notYourTurn, cited);
    const sent: SharingRequest = { ...request, sentAct: { actId: randomUUID(), stated, since: ctx.now, refusal: null } };
    await this.requests.save(tx, sent);
    const { actor, organisation, roles, node } = ctx;
    this.announce(tx, { actId: sent.sentAct?.actId ?? '', stated, roles: [...roles], actor, organisation: organisation?.name ?? node.name, originNode: node.code });
    return sent;
  }

  /** The next hop is the upper node of this one. */
  announce(tx: Transaction, act: Omit<RequesterActed, 'addressedTo'>): void {
    const { parent } = tx.ctx.node;
    if (parent === null) throw new Problem(problems.nodeUnreachable);
    tx.announce(requesterActed, act.stated.id, { ...act, addressedTo: parent });
  }
}
