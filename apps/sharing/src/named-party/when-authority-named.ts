import { Controller } from '@nestjs/common';
import { authorityNamed, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { NamedPartyStore } from './named-party.store.js';

@Controller()
export class WhenAuthorityNamed {
  constructor(private readonly named: NamedPartyStore) {}

  @Reacts(authorityNamed, { as: 'when-authority-named' })
  async keep({ data }: EventOf<typeof authorityNamed>, tx: Transaction): Promise<void> {
    await this.named.keepAuthority(tx, data.division, data.level);
  }
}
