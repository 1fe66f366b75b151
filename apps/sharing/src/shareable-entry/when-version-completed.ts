import { Controller } from '@nestjs/common';
import { versionCompleted, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { ShareableEntryStore } from './shareable-entry.store.js';

@Controller()
export class WhenVersionCompleted {
  constructor(private readonly entries: ShareableEntryStore) {}

  @Reacts(versionCompleted, { as: 'when-version-completed' })
  async keep({ data }: EventOf<typeof versionCompleted>, tx: Transaction): Promise<void> {
    await this.entries.keepDataVersion(tx, data.entryId, data.version);
  }
}
