import { Controller } from '@nestjs/common';
import { neighbourChanged, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { GatewayStore } from './gateway.store.js';

@Controller()
export class WhenNeighbourChanged {
  constructor(private readonly gateways: GatewayStore) {}

  @Reacts(neighbourChanged, { as: 'when-neighbour-changed' })
  async keep({ data }: EventOf<typeof neighbourChanged>, tx: Transaction): Promise<void> {
    await this.gateways.keep(tx, data.node, data.gatewayUrl);
  }
}
