import { Controller } from '@nestjs/common';
import { tokensEnded, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { ClientStore } from './client.store.js';

/** A child's tokens are accepted here, so their endings are kept for processes that start within the tokens' life. */
@Controller()
export class WhenNeighbourTokensEnd {
  constructor(private readonly clients: ClientStore) {}

  @Reacts(tokensEnded, { as: 'when-neighbour-tokens-end', from: 'neighbours' })
  async keep({ node, data }: EventOf<typeof tokensEnded>, tx: Transaction): Promise<void> {
    await this.clients.keepEnded(tx, { node, ...data });
  }
}
