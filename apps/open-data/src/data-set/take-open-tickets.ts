import { Inject, Injectable } from '@nestjs/common';
import { isId, openDataProblems, Problem, problems, type OpenTicketAnswer, type OpenTickets, type TakeOpenTickets as Asked } from '@gongshu/contracts';
import { SETTINGS, signTicket, traceId, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
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
    const refused = (problem: Problem): OpenTicketAnswer => ({ ticket: null, columns: [], problem: problem.toWire(traceId(ctx.traceparent)) });
    if (dataSet === undefined) return refused(new Problem(problems.notFound));
    if (dataSet.stoppedBy !== null) return refused(new Problem(openDataProblems.safetyStopped, { article: dataSet.stoppedBy }));
    if (!dataSet.open) return refused(new Problem(openDataProblems.needsApplication));
    const { entryId, columns } = dataSet;
    const opened = { permit: entryId, grantId: null, entryId, columns, rowFilter: [], mostRows: null, form: null, issuedAt: Date.parse(ctx.now) };
    return { ticket: signTicket(this.settings.dataPlaneSecret, opened), columns, problem: null };
  }
}
