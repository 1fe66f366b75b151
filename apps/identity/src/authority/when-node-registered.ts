import { Controller } from '@nestjs/common';
import { nodeRegistered, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { AuthorityStore } from './authority.store.js';

@Controller()
export class WhenNodeRegistered {
  constructor(private readonly authorities: AuthorityStore) {}

  @Reacts(nodeRegistered, { as: 'when-node-registered' })
  async keep({ data: { code, name, level } }: EventOf<typeof nodeRegistered>, tx: Transaction): Promise<void> {
    await this.authorities.keepPlace(tx, code, name, level);
  }
}
