import { Inject, Injectable } from '@nestjs/common';
import { isId, openDataProblems, Problem, problems, type OpenTicketAnswer, type OpenTickets, type TakeOpenTickets as Asked } from '@gongshu/contracts';
import { SETTINGS, signTicket, ticketExpiry, traceId, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import type { OpenDataSettings } from '../open-data.config.js';
import { DataSetStore, type AskedDataSet } from './data-set.store.js';

/** Anonymous fetches, many in one message: all are counted in one commit, and only then may the first byte leave. */
@Injectable()
export class TakeOpenTickets {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: DataSetStore,
    @Inject(SETTINGS) private readonly settings: OpenDataSettings,
  ) {}

  async run(ctx: RequestContext, { entryIds }: Asked): Promise<OpenTickets> {
    const known = await this.unitOfWork.run(ctx, (tx) => this.dataSets.countFetches(tx, entryIds.filter(isId)));
    const byId = new Map(known.map((dataSet) => [dataSet.entryId, dataSet]));
    return { answers: entryIds.map((id) => this.answer(ctx, byId.get(id))) };
  }

  private answer(ctx: RequestContext, dataSet: AskedDataSet | undefined): OpenTicketAnswer {
    if (dataSet === undefined || !dataSet.open) {
      const problem = new Problem(dataSet === undefined ? problems.notFound : openDataProblems.needsApplication);
      return { ticket: null, columns: [], problem: problem.toWire(traceId(ctx.traceparent)) };
    }
    const { entryId, columns } = dataSet;
    return { ticket: signTicket(this.settings.dataPlaneSecret, { permit: entryId, entryId, columns, expires: ticketExpiry(ctx.now) }), columns, problem: null };
  }
}
