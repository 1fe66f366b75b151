import { Controller } from '@nestjs/common';
import { entryPublished, entryWithdrawn, Problem, problems, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { FollowEntryChange } from '../sharing-request/follow-entry-change.js';
import { entryFrom } from './shareable-entry.js';
import { ShareableEntryStore } from './shareable-entry.store.js';

@Controller()
export class WhenEntryChanged {
  constructor(
    private readonly entries: ShareableEntryStore,
    private readonly followEntryChange: FollowEntryChange,
  ) {}

  @Reacts(entryPublished, { as: 'when-entry-published', from: 'both' })
  async keep(event: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    if (event.data.node !== event.node) throw new Problem(problems.forbidden, { detail: `node ${event.node} publishes for node ${event.data.node}` });
    const before = await this.entries.find(tx, event.data.id);
    await this.entries.keepNewer(tx, entryFrom(event.data));
    const { version, node, sharingType } = event.data;
    if (before !== undefined && before.version < version && before.node === node && before.sharingType !== sharingType) await this.followEntryChange.run(tx, before, sharingType);
  }

  @Reacts(entryWithdrawn, { as: 'when-entry-withdrawn', from: 'both' })
  async end({ node, data }: EventOf<typeof entryWithdrawn>, tx: Transaction): Promise<void> {
    const before = await this.entries.find(tx, data.id);
    await this.entries.withdraw(tx, data.id, node);
    if (before?.node === node) await this.followEntryChange.run(tx, before, null);
  }
}
