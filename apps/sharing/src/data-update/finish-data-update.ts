import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type DataUpdateId, type DataUpdateView } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import { dataUpdateView, partiesOf } from './data-update.js';
import { DataUpdateStore } from './data-update.store.js';
import { FinishUpdates } from './finish-updates.js';

/** The provider says that data which stay with it are up to date. Where the platform holds them, their new version says so. */
@Injectable()
export class FinishDataUpdate {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly updates: DataUpdateStore,
    private readonly entries: FindShareableEntry,
    private readonly finishUpdates: FinishUpdates,
  ) {}

  async run(ctx: RequestContext, input: DataUpdateId): Promise<DataUpdateView> {
    return this.unitOfWork.run(ctx, (tx) => this.finish(tx, input), input);
  }

  private async finish(tx: Transaction, { id }: DataUpdateId): Promise<DataUpdateView> {
    const { ctx } = tx;
    await this.calendars.forAct(tx);
    const update = await this.updates.lockUnscoped(tx, id);
    const parties = update === undefined ? [] : partiesOf(update.provider, ctx, ctx.node.code);
    if (update === undefined || parties.length === 0) throw new Problem(problems.notFound);
    if (!parties.includes('provider')) throw new Problem(sharingProblems.notYourTurn);
    if (update.standing.ended) throw new Problem(sharingProblems.actNotAllowed, { allowed: [] });
    const entry = await this.entries.run(tx, update.entryId);
    if (entry === undefined) throw new Problem(sharingProblems.unknownEntry);
    if (entry.aggregation !== 'LOGICAL') throw new Problem(sharingProblems.updatedByVersion);
    const [finished = update] = await this.finishUpdates.run(tx, entry, [update], await this.updates.nextEdition(tx, update.entryId), ctx.roles);
    return dataUpdateView(finished, this.regulation.packOf(finished.standing), ctx.now);
  }
}
