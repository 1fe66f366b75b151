import { Controller } from '@nestjs/common';
import { versionCompleted, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { OpenableEntryStore } from './openable-entry.store.js';

@Controller()
export class WhenVersionCompleted {
  constructor(private readonly entries: OpenableEntryStore) {}

  @Reacts(versionCompleted, { as: 'when-version-completed' })
  async run({ data }: EventOf<typeof versionCompleted>, tx: Transaction): Promise<void> {
    await this.entries.keepDataVersion(tx, data.entryId, data.version, data.rows);
  }
}
