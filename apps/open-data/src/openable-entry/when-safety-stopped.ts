import { Controller } from '@nestjs/common';
import { safetyStopLifted, safetyStopped, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { OpenableEntryStore } from './openable-entry.store.js';

/** A safety danger stops opening together with sharing: from here on nobody fetches the entry. */
@Controller()
export class WhenSafetyStopped {
  constructor(private readonly entries: OpenableEntryStore) {}

  @Reacts(safetyStopped, { as: 'when-safety-stopped' })
  async stop({ data }: EventOf<typeof safetyStopped>, tx: Transaction): Promise<void> {
    await this.entries.stop(tx, data.entryId, data.article);
  }

  @Reacts(safetyStopLifted, { as: 'when-safety-stop-lifted' })
  async letGo({ data }: EventOf<typeof safetyStopLifted>, tx: Transaction): Promise<void> {
    await this.entries.letGo(tx, data.entryId);
  }
}
