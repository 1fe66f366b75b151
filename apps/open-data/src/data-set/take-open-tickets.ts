import { Inject, Injectable } from '@nestjs/common';
import { openDataProblems, Problem, problems, type OpenTicketAnswer, type OpenTickets, type TakeOpenTickets as Asked } from '@gongshu/contracts';
import { SETTINGS, signTicket, traceId, UnitOfWork, type RequestContext, type ServiceSettingsOf } from '@gongshu/service-kit';
import type { openDataSettings } from '../open-data-settings.js';
import { DataSetStore, type AskedDataSet } from './data-set.store.js';

const TICKET_SECONDS = 300;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Anonymous fetches, many in one message: all are counted in one commit, and only then may the first byte leave. */
@Injectable()
export class TakeOpenTickets {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: DataSetStore,
    @Inject(SETTINGS) private readonly settings: ServiceSettingsOf<typeof openDataSettings>,
  ) {}

  async run(ctx: RequestContext, { entryIds }: Asked): Promise<OpenTickets> {
    const known = await this.unitOfWork.run(ctx, (tx) => this.dataSets.countFetches(tx, entryIds.filter((id) => UUID.test(id))));
    const byId = new Map(known.map((dataSet) => [dataSet.entryId, dataSet]));
    return { answers: entryIds.map((id) => this.answer(ctx, byId.get(id))) };
  }

  private answer(ctx: RequestContext, dataSet: AskedDataSet | undefined): OpenTicketAnswer {
    if (dataSet === undefined || !dataSet.open) {
      const problem = new Problem(dataSet === undefined ? problems.notFound : openDataProblems.needsApplication);
      return { ticket: null, columns: [], problem: problem.toWire(traceId(ctx.traceparent)) };
    }
    const { entryId, columns } = dataSet;
    const expires = Math.floor(Date.parse(ctx.now) / 1000) + TICKET_SECONDS;
    return { ticket: signTicket(this.settings.dataPlaneSecret, { permit: entryId, entryId, columns, expires }), columns, problem: null };
  }
}
