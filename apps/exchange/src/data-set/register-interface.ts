import { Injectable } from '@nestjs/common';
import { interfaceRegistered, type DataSetView, type RegisterInterface } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { aggregationAllows, onlyTheProviderActs, viewOf } from './data-set.js';
import { DataSetStore } from './data-set.store.js';
import { interfaceAddress } from './interface-address.js';

@Injectable()
export class RegisterDataSetInterface {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: DataSetStore,
  ) {}

  async run(ctx: RequestContext, input: RegisterInterface): Promise<DataSetView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const dataSet = await this.dataSets.loadForUpdate(tx, input.entryId);
        onlyTheProviderActs(dataSet, ctx.organisation?.id);
        aggregationAllows(dataSet, 'LOGICAL');
        const url = interfaceAddress(input.url);
        if (url !== dataSet.interfaceUrl) {
          await this.dataSets.saveInterface(tx, dataSet.entryId, url);
          tx.announce(interfaceRegistered, dataSet.entryId, { entryId: dataSet.entryId, url });
        }
        return viewOf({ ...dataSet, interfaceUrl: url }, await this.dataSets.versions(tx, dataSet.entryId), ctx.organisation?.id);
      },
      input,
    );
  }
}
