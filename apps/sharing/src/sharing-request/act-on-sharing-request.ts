import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type ActOnSharingRequest as Act, type SharingRequestView } from '@gongshu/contracts';
import { NodeRegulation, refusalProblem, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { localDay, takeAct, type Facts, type Instant } from '@gongshu/regulation';
import { fieldsWithoutUse, RESTATABLE, statedFields, type ActFields } from './act-fields.js';
import { NarrowRequest } from './narrow-request.js';
import { RecordMove } from './record-move.js';
import { filedContent, isDisputed, partiesOf, requestView, type SharingRequest } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';

/** One further act on a request: which there are, who may do it, when and with what is the pack's to say. */
@Injectable()
export class ActOnSharingRequest {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly requests: SharingRequestStore,
    private readonly narrowRequest: NarrowRequest,
    private readonly recordMove: RecordMove,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<SharingRequestView> {
    return this.unitOfWork.run(ctx, (tx) => this.act(tx, input), input);
  }

  private async act(tx: Transaction, { id, act, ...fields }: Act): Promise<SharingRequestView> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const request = await this.requests.lockUnscoped(tx, id);
    const parties = request === undefined ? [] : partiesOf(request, ctx, ctx.node.code);
    if (request === undefined || parties.length === 0) throw new Problem(problems.notFound);
    const stated = statedFields(fields);
    const pack = this.regulation.packOf(request.standing);
    const outcome = takeAct(pack, request.standing, {
      act,
      actor: { roles: ctx.roles, parties },
      facts: { ...request.facts, disputed: isDisputed(request), ...factsStated(fields, request, ctx.now) },
      content: { ...filedContent(request), ...stated },
      at: ctx.now,
    }, calendar);
    if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, ctx.language);
    const errors = fieldsWithoutUse(stated, pack, outcome).map((field) => ({ pointer: `/${field}`, code: 'no-use', detail: `the act ${act} has no use for it here` }));
    if (errors.length > 0) throw new Problem(problems.invalidInput, { errors });
    const restated = Object.fromEntries(RESTATABLE.filter((field) => field in stated).map((field) => [field, stated[field]]));
    const narrowed = await this.narrowRequest.run(tx, request, fields);
    const moved = await this.recordMove.run(tx, { ...request, ...restated, ...narrowed }, outcome, fields);
    return requestView(moved, pack, ctx.now);
  }
}

/** What the caller states and the platform vouches for from here on: the day of receipt starts a statutory period, so that it lies between the filing and today. */
function factsStated({ writtenReceivedOn }: ActFields, { submittedAt }: SharingRequest, now: Instant): Facts {
  if (writtenReceivedOn === undefined) return {};
  const [first, last] = [localDay(submittedAt), localDay(now)];
  if (writtenReceivedOn < first || writtenReceivedOn > last) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: '/writtenReceivedOn', code: 'out-of-range', detail: `from ${first} to ${last}` }] });
  }
  return { writtenReceivedOn };
}
