import { Controller } from '@nestjs/common';
import { versionCompleted, type EventOf } from '@gongshu/contracts';
import { Reacts, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import { DataUpdateStore } from './data-update.store.js';
import { FinishUpdates } from './finish-updates.js';

/** A new version of the data is what an update consists of. */
@Controller()
export class WhenDataVersionCompleted {
  constructor(
    private readonly calendars: WorkingCalendars,
    private readonly updates: DataUpdateStore,
    private readonly entries: FindShareableEntry,
    private readonly finishUpdates: FinishUpdates,
  ) {}

  @Reacts(versionCompleted, { as: 'data-update-when-version-completed' })
  async finish({ data: { entryId, version } }: EventOf<typeof versionCompleted>, tx: Transaction): Promise<void> {
    await this.calendars.forAct(tx);
    await this.updates.keepEdition(tx, entryId, version);
    const entry = await this.entries.run(tx, entryId);
    // Nobody holds anything of an entry this service has not heard of. Only the provider's data administrator makes a version.
    if (entry !== undefined) await this.finishUpdates.run(tx, entry, await this.updates.lockOpen(tx, entryId), version, ['DATA_ADMINISTRATOR']);
  }
}
