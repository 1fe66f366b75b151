import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type ActOnSharingRequest as Act, type AnsweredAct } from '@gongshu/contracts';
import { localDay, takeAct, type Actor, type Facts, type Instant, type Moved } from '@gongshu/regulation';
import { NodeRegulation, refusalProblem, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import { fieldsWithoutUse, RESTATABLE, statedFields, type ActFields } from './act-fields.js';
import { NarrowRequest } from './narrow-request.js';
import { RecordMove, type ActedBelow } from './record-move.js';
import { filedContent, isDisputed, type SharingRequest } from './sharing-request.js';

/** An act that the law allows, before anything follows from it. */
export interface TakenAct {
  readonly outcome: Moved;
  readonly fields: ActFields;
  readonly stated: Readonly<Record<string, unknown>>;
}

/** One act on a request that this node has: judged by the pack of its standing, then recorded. */
@Injectable()
export class TakeRequestAct {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly narrowRequest: NarrowRequest,
    private readonly recordMove: RecordMove,
  ) {}

  /**
   * Writes nothing.
   *
   * @param request with its row locked
   * @throws Problem when the law does not allow it, or a field that is stated has no use
   */
  async judge(tx: Transaction, request: SharingRequest, actor: Actor, { id: _id, act, ...fields }: Act): Promise<TakenAct> {
    const { ctx } = tx;
    const stated = statedFields(fields);
    const pack = this.regulation.packOf(request.standing);
    const outcome = takeAct(pack, request.standing, {
      act,
      actor,
      facts: { ...request.facts, disputed: isDisputed(request), ...factsStated(fields, request, ctx.now) },
      content: { ...filedContent(request), ...stated },
      at: ctx.now,
    }, await this.calendars.forAct(tx));
    if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, ctx.language);
    const errors = fieldsWithoutUse(stated, pack, outcome).map((field) => ({ pointer: `/${field}`, code: 'no-use', detail: `the act ${act} has no use for it here` }));
    if (errors.length > 0) throw new Problem(problems.invalidInput, { errors });
    return { outcome, fields, stated };
  }

  /**
   * @param below who acted at a node below, where that is who did
   * @throws Problem when what is narrowed is no part of what was asked for, or no data are there yet
   */
  async record(tx: Transaction, request: SharingRequest, { outcome, fields, stated }: TakenAct, below?: ActedBelow, answered?: AnsweredAct): Promise<SharingRequest> {
    const narrowed = await this.narrowRequest.run(tx, request, fields);
    return this.recordMove.run(tx, { ...request, ...restatedIn(stated), ...narrowed }, outcome, { ...fields, ...(below === undefined ? {} : { below }) }, answered);
  }
}

/** What of the submission is stated anew. */
export function restatedIn(stated: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(RESTATABLE.filter((field) => stated[field] !== undefined).map((field) => [field, stated[field]]));
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
