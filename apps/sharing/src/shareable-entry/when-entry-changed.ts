import { Controller } from '@nestjs/common';
import { entryPublished, entryWithdrawn, Problem, problems, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { entryFrom } from './shareable-entry.js';
import { ShareableEntryStore } from './shareable-entry.store.js';

@Controller()
export class WhenEntryChanged {
  constructor(private readonly entries: ShareableEntryStore) {}

  @Reacts(entryPublished, { as: 'when-entry-published', from: 'both' })
  async keep(event: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    if (event.data.node !== event.node) throw new Problem(problems.forbidden, { detail: `node ${event.node} publishes for node ${event.data.node}` });
    await this.entries.keepNewer(tx, entryFrom(event.data));
  }

  @Reacts(entryWithdrawn, { as: 'when-entry-withdrawn', from: 'both' })
  async end({ node, data }: EventOf<typeof entryWithdrawn>, tx: Transaction): Promise<void> {
    await this.entries.withdraw(tx, data.id, node);
  }
}
