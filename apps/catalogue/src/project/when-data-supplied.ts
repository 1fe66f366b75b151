import { Controller } from '@nestjs/common';
import { interfaceRegistered, verificationMoved, versionCompleted, type EventOf } from '@gongshu/contracts';
import { NodeRegulation, Reacts, type Transaction } from '@gongshu/service-kit';
import { DataSupplyStore } from './data-supply.store.js';

const VERIFICATION = 'verification';

@Controller()
export class WhenDataSupplied {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly supplies: DataSupplyStore,
  ) {}

  @Reacts(versionCompleted, { as: 'when-version-completed-keep-supply' })
  async version({ data: { entryId, rows } }: EventOf<typeof versionCompleted>, tx: Transaction): Promise<void> {
    await this.supplies.keepVersion(tx, entryId, rows);
  }

  @Reacts(interfaceRegistered, { as: 'when-interface-registered-keep-supply' })
  async interface({ data: { entryId } }: EventOf<typeof interfaceRegistered>, tx: Transaction): Promise<void> {
    await this.supplies.keepInterface(tx, entryId);
  }

  /** As long as a verification is open, the data are in doubt. */
  @Reacts(verificationMoved, { as: 'when-verification-moved-keep-doubt' })
  async doubt({ data: { id, entryId, to } }: EventOf<typeof verificationMoved>, tx: Transaction): Promise<void> {
    const ends = this.regulation.pack.procedures[VERIFICATION]?.ends ?? {};
    await this.supplies.keepDoubt(tx, id, entryId, !Object.hasOwn(ends, to));
  }
}
