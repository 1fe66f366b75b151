import { Injectable } from '@nestjs/common';
import { interfaceRegistered, type DataSetView, type RegisterInterface as Registration } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { aggregationAllows, onlyTheProviderActs, viewOf } from './data-set.js';
import { DataSetStore } from './data-set.store.js';
import { interfaceAddress } from './interface-address.js';

@Injectable()
export class RegisterInterface {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: DataSetStore,
  ) {}

  async run(ctx: RequestContext, input: Registration): Promise<DataSetView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const organisation = actingOrganisation(ctx).id;
        const dataSet = await this.dataSets.loadForUpdate(tx, input.entryId);
        onlyTheProviderActs(dataSet, organisation);
        aggregationAllows(dataSet, 'LOGICAL');
        const url = interfaceAddress(input.url);
        if (url !== dataSet.interfaceUrl) {
          await this.dataSets.saveInterface(tx, dataSet.entryId, url);
          tx.announce(interfaceRegistered, dataSet.entryId, { entryId: dataSet.entryId, url });
        }
        return viewOf({ ...dataSet, interfaceUrl: url }, await this.dataSets.versions(tx, dataSet.entryId), organisation);
      },
      input,
    );
  }
}
