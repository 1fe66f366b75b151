import { Injectable } from '@nestjs/common';
import { Problem, problems } from '@gongshu/contracts';
import { takeAct, type EffectivePack, type Standing } from '@gongshu/regulation';
import { NodeRegulation, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { partiesInClassification, type CaseKind, type ClassificationCase } from './classification-case.js';
import { ClassificationCaseStore } from './classification-case.store.js';
import { lawful } from './classification-law.js';
import { RecordCaseMove, type CaseWords } from './record-case-move.js';

interface Act extends CaseWords {
  readonly id: string;
  readonly act: string;
}

/** One further act on a case: which there are, who may do it, when and with what is the pack's to say. */
@Injectable()
export class ActOnCase {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly cases: ClassificationCaseStore,
    private readonly recordMove: RecordCaseMove,
  ) {}

  async run<V>(ctx: RequestContext, kind: CaseKind, input: Act, viewOf: (moved: ClassificationCase) => V): Promise<V> {
    return this.unitOfWork.run(ctx, async (tx) => viewOf(await this.act(tx, kind, input)), input);
  }

  private async act(tx: Transaction, kind: CaseKind, { id, act, ...words }: Act): Promise<ClassificationCase> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const found = await this.cases.lockUnscoped(tx, kind, id);
    const parties = found === undefined ? [] : partiesInClassification(found, ctx);
    if (found === undefined || parties.length === 0) throw new Problem(problems.notFound);
    const pack = this.regulation.packOf(found.standing);
    const input = { act, actor: { roles: ctx.roles, parties }, facts: { sharingType: found.former.sharingType }, content: { ...words }, at: ctx.now };
    const moved = lawful(takeAct(pack, found.standing, input, calendar), ctx);
    if (words.receipt !== undefined && !asksForReceipt(pack, found.standing, act)) {
      throw new Problem(problems.invalidInput, { errors: [{ pointer: '/receipt', code: 'no-use', detail: `the act ${act} has no use for a receipt` }] });
    }
    return this.recordMove.run(tx, found, moved, words, calendar);
  }
}

function asksForReceipt({ procedures }: EffectivePack, { procedure, step }: Standing, act: string): boolean {
  const rules = procedures[procedure];
  const acts = rules?.steps[step]?.acts ?? rules?.ends[step]?.acts;
  return acts?.[act]?.requires.some(({ field }) => field === 'receipt') === true;
}
