import { Controller } from '@nestjs/common';
import { pastReceiversFound, rowsCorrected, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import { PermitStore } from './permit.store.js';

/** Wrong rows were repaired: permits say who received them before. */
@Controller()
export class WhenRowsCorrected {
  constructor(
    private readonly permits: PermitStore,
    private readonly entries: FindShareableEntry,
  ) {}

  @Reacts(rowsCorrected, { as: 'when-rows-corrected' })
  async findReceivers({ data, time }: EventOf<typeof rowsCorrected>, tx: Transaction): Promise<void> {
    const { correctionId, entryId, lastWrongVersion, correctedVersion } = data;
    const entry = await this.entries.run(tx, entryId);
    // Nobody holds a grant on an entry this service has not heard of.
    if (entry === undefined) return;
    const receivers = await this.permits.receivers(tx, entryId, lastWrongVersion, time);
    tx.announce(pastReceiversFound, correctionId, { correctionId, entryId, entryName: entry.name, correctedVersion, receivers });
  }
}
