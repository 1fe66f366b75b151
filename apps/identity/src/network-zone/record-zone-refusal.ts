import { Injectable } from '@nestjs/common';
import { zoneRefused, type RecordZoneRefusal as Refused, type ZoneRefusal } from '@gongshu/contracts';
import { citation, NodeRegulation, optionalParameter, UnitOfWork, type RequestContext } from '@gongshu/service-kit';

/** Puts on record that a gateway turned somebody away by the network zone, and says by which article. */
@Injectable()
export class RecordZoneRefusal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
  ) {}

  run(ctx: RequestContext, { address, zone }: Refused): Promise<ZoneRefusal> {
    const network = optionalParameter(this.regulation.pack, 'network');
    const article = network === undefined ? null : citation(network.source);
    return this.unitOfWork.run(ctx, (tx) => {
      tx.announce(zoneRefused, zone, { address, zone, pack: article?.pack ?? null, article: article?.article ?? null });
      return Promise.resolve({ article });
    });
  }
}
