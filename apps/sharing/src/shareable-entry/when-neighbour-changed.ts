import { Controller } from '@nestjs/common';
import { neighbourChanged, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { ShareableEntryStore } from './shareable-entry.store.js';

@Controller()
export class WhenNeighbourChanged {
  constructor(private readonly entries: ShareableEntryStore) {}

  @Reacts(neighbourChanged, { as: 'when-neighbour-changed' })
  async keep({ data }: EventOf<typeof neighbourChanged>, tx: Transaction): Promise<void> {
    await this.entries.keepGateway(tx, data.node, data.gatewayUrl);
  }
}
