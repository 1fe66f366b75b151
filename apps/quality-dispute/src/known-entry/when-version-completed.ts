import { Controller } from '@nestjs/common';
import { versionCompleted, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { KnownEntryStore } from './known-entry.store.js';

@Controller()
export class WhenVersionCompleted {
  constructor(private readonly entries: KnownEntryStore) {}

  @Reacts(versionCompleted, { as: 'when-version-completed' })
  async run({ data }: EventOf<typeof versionCompleted>, tx: Transaction): Promise<void> {
    await this.entries.keepVersion(tx, data.entryId, data.version);
  }
}
