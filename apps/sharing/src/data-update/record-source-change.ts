import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type DataUpdateView, type RecordSourceChange as Change } from '@gongshu/contracts';
import { beginProcedure, localDay } from '@gongshu/regulation';
import { actingOrganisation, isSameOrganisation, NodeRegulation, refusalProblem, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import { DATA_UPDATE, dataUpdateView } from './data-update.js';
import { RecordDataUpdate } from './record-data-update.js';

/** Shared data changed at their source: an update is due from that day. */
@Injectable()
export class RecordSourceChange {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly entries: FindShareableEntry,
    private readonly recordDataUpdate: RecordDataUpdate,
  ) {}

  async run(ctx: RequestContext, input: Change): Promise<DataUpdateView> {
    return this.unitOfWork.run(ctx, (tx) => this.record(tx, input), input);
  }

  private async record(tx: Transaction, { entryId, changedOn, note }: Change): Promise<DataUpdateView> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const entry = await this.entries.run(tx, entryId);
    if (entry === undefined || entry.node !== ctx.node.code) throw new Problem(problems.notFound);
    if (!isSameOrganisation(entry.provider, actingOrganisation(ctx))) throw new Problem(problems.forbidden, { detail: { zh: '仅数据提供部门可以办理', en: 'Only the provider may do this' } });
    const today = localDay(ctx.now);
    if (changedOn > today) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/changedOn', code: 'in-the-future', detail: `after ${today}` }] });
    const { pack } = this.regulation;
    const outcome = beginProcedure(pack, DATA_UPDATE, { actor: { roles: ctx.roles, parties: ['provider'] }, facts: { changedOn }, content: { changedOn }, at: ctx.now }, calendar);
    if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, ctx.language);
    const update = { id: randomUUID(), entryId, entryName: entry.name, provider: entry.provider, changedOn, note: note ?? null, history: [], version: null, recordedAt: ctx.now };
    return dataUpdateView(await this.recordDataUpdate.run(tx, update, outcome), pack, ctx.now);
  }
}
