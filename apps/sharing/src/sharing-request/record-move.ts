import { Injectable } from '@nestjs/common';
import { Problem, problems, requestForwardedUp, requestMoved } from '@gongshu/contracts';
import { historyEntry, keepDeadline, NodeRegulation, type Transaction } from '@gongshu/service-kit';
import type { Moved } from '@gongshu/regulation';
import { IssueGrant, type GrantTerms } from '../grant/issue-grant.js';
import { grantGiven } from '../grant/grant.js';
import { advance, forwardedUp, PROVIDED, WITH_UPPER_NODE, type Application, type SharingRequest } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';
import { TellRequesterNode } from './tell-requester-node.js';

export const STEP_OVERDUE = 'sharing-request-step-overdue';

/** Everything that follows from an act the law allows, whichever act it was: history, deadline, grant, and who is told. */
@Injectable()
export class RecordMove {
  constructor(
    private readonly requests: SharingRequestStore,
    private readonly regulation: NodeRegulation,
    private readonly issueGrant: IssueGrant,
    private readonly tellRequesterNode: TellRequesterNode,
  ) {}

  /** @throws Problem `sharing/no-source` when the act would provide data that are not there yet */
  async run(tx: Transaction, application: Application, moved: Moved, act: { reasons: string | null; terms: GrantTerms }): Promise<SharingRequest> {
    const { ctx } = tx;
    const pack = this.regulation.packOf(moved.standing);
    const request = advance(application, moved, pack, historyEntry(moved, ctx, act.reasons));
    await this.requests.save(tx, request);
    const { id, number, entryId, standing } = request;
    await keepDeadline(tx, STEP_OVERDUE, id, standing);
    tx.announce(requestMoved, id, { id, number, entryId, act: moved.act, to: moved.to, article: moved.source.article, dueOn: standing.dueOn });
    if (moved.to === WITH_UPPER_NODE) tx.announce(requestForwardedUp, id, forwardedUp(request, parentOf(tx)));
    if (moved.to !== PROVIDED) {
      this.tellRequesterNode.run(tx, request, null);
      return request;
    }
    const grant = await this.issueGrant.run(tx, request, act.terms, moved.source, pack);
    const provided = { ...request, grantId: grant.id };
    await this.requests.save(tx, provided);
    this.tellRequesterNode.run(tx, provided, grantGiven(grant));
    return provided;
  }
}

function parentOf({ ctx }: Transaction): string {
  if (ctx.node.parent === null) throw new Problem(problems.nodeUnreachable);
  return ctx.node.parent;
}
