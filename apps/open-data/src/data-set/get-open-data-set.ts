import { Injectable } from '@nestjs/common';
import { Problem, problems, type OpenDataSetId, type OpenDataSetView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { DataSetStore } from './data-set.store.js';

/** Anybody reads what is open; what is not does not exist for them. */
@Injectable()
export class GetOpenDataSet {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: DataSetStore,
  ) {}

  async run(ctx: RequestContext, { entryId }: OpenDataSetId): Promise<OpenDataSetView> {
    const found = await this.unitOfWork.read(ctx, (tx) => this.dataSets.findOpen(tx, entryId));
    if (found === undefined) throw new Problem(problems.notFound);
    const { position: _position, ...view } = found;
    return view;
  }
}
