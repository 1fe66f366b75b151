import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type SharingRequestView } from '@gongshu/contracts';
import { NodeRegulation, refusalProblem, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { takeAct, type Content } from '@gongshu/regulation';
import type { GrantTerms } from '../grant/issue-grant.js';
import { RecordMove } from './record-move.js';
import { partiesOf, requestView } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';

/** An act as its contract names it, put in the words of the packs. */
export interface RequestAct {
  readonly act: string;
  readonly content: Content & { readonly reasons?: string };
  readonly terms?: GrantTerms;
}

/** One further act on a request: who may do it, when and with what is the pack's to say. */
@Injectable()
export class ActOnRequest {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly requests: SharingRequestStore,
    private readonly recordMove: RecordMove,
  ) {}

  async run(ctx: RequestContext, input: { readonly id: string }, { act, content, terms = {} }: RequestAct): Promise<SharingRequestView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const request = await this.requests.lockUnscoped(tx, input.id);
        const parties = request === undefined ? [] : partiesOf(request, ctx, ctx.node.code);
        if (request === undefined || parties.length === 0) throw new Problem(problems.notFound);
        const pack = this.regulation.packOf(request.standing);
        const outcome = takeAct(pack, request.standing, { act, actor: { roles: ctx.roles, parties }, facts: request.facts, content, at: ctx.now });
        if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, ctx.language);
        const moved = await this.recordMove.run(tx, request, outcome, { reasons: content.reasons ?? null, terms });
        return requestView(moved, pack, ctx.now);
      },
      input,
    );
  }
}
