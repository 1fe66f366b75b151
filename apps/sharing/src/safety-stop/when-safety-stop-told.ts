import { Controller } from '@nestjs/common';
import { safetyStopTold, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { StopGrants } from '../grant/stop-grants.js';

/** The node that owns grants held here has stopped their calls, or lets them go again: shown to the holders, and refused here already. Touches that node's grants only. */
@Controller()
export class WhenSafetyStopTold {
  constructor(private readonly stopGrants: StopGrants) {}

  @Reacts(safetyStopTold, { as: 'when-safety-stop-told', from: 'neighbours' })
  async keep({ node, data }: EventOf<typeof safetyStopTold>, tx: Transaction): Promise<void> {
    const { pack, version, article, quote } = data.article;
    await this.stopGrants.run(tx, data.entryId, node, data.stopped ? { packId: pack, packVersion: version, article, quote } : null);
  }
}
