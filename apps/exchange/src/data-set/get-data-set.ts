import { Injectable } from '@nestjs/common';
import type { DataSetId, DataSetView } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { viewOf, visibleTo } from './data-set.js';
import { DataSetStore } from './data-set.store.js';

@Injectable()
export class GetDataSet {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: DataSetStore,
  ) {}

  async run(ctx: RequestContext, { entryId }: DataSetId): Promise<DataSetView> {
    const reader = actingOrganisation(ctx).id;
    return this.unitOfWork.read(ctx, async (tx) => viewOf(visibleTo(await this.dataSets.load(tx, entryId), reader), await this.dataSets.versions(tx, entryId), reader));
  }
}
