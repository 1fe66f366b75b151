import { Injectable } from '@nestjs/common';
import { Problem, problems, type ActOnSharingRequest as Act, type SharingRequestView } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { SendActUp } from './send-act-up.js';
import { partiesOf, requestView, WITH_UPPER_NODE } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';
import { TakeRequestAct } from './take-request-act.js';

/** One further act on a request: which there are, who may do it, when and with what is the pack's to say. */
@Injectable()
export class ActOnSharingRequest {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly requests: SharingRequestStore,
    private readonly takeAct: TakeRequestAct,
    private readonly sendActUp: SendActUp,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<SharingRequestView> {
    return this.unitOfWork.run(ctx, (tx) => this.act(tx, input), input);
  }

  private async act(tx: Transaction, input: Act): Promise<SharingRequestView> {
    const { ctx } = tx;
    await this.calendars.forAct(tx);
    const request = await this.requests.lockUnscoped(tx, input.id);
    const parties = request === undefined ? [] : partiesOf(request, ctx, ctx.node.code);
    if (request === undefined || parties.length === 0) throw new Problem(problems.notFound);
    const pack = this.regulation.packOf(request.standing);
    if (request.standing.step === WITH_UPPER_NODE) return requestView(await this.sendActUp.run(tx, request, parties, input), pack, ctx.now);
    const taken = await this.takeAct.judge(tx, request, { roles: ctx.roles, parties }, input);
    return requestView(await this.takeAct.record(tx, request, taken), pack, ctx.now);
  }
}
