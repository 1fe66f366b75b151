import { Controller } from '@nestjs/common';
import { interfaceBound, interfaceProbed, versionCompleted, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { EntrySourceStore } from './entry-source.store.js';

/** What the exchange tells of the data and services behind entries, from the moment they are handed in. */
@Controller()
export class WhenSourceChanged {
  constructor(private readonly sources: EntrySourceStore) {}

  @Reacts(versionCompleted, { as: 'source-when-version-completed' })
  async version({ data: { entryId, rows } }: EventOf<typeof versionCompleted>, tx: Transaction): Promise<void> {
    await this.sources.keepRows(tx, entryId, rows);
  }

  @Reacts(interfaceBound, { as: 'source-when-interface-bound' })
  async bound({ data: { entryId, interfaceId, described } }: EventOf<typeof interfaceBound>, tx: Transaction): Promise<void> {
    await this.sources.keepInterface(tx, entryId, interfaceId, described);
  }

  @Reacts(interfaceProbed, { as: 'source-when-interface-probed' })
  async probed({ data: { entryId, interfaceId, result } }: EventOf<typeof interfaceProbed>, tx: Transaction): Promise<void> {
    await this.sources.keepProbe(tx, entryId, interfaceId, result);
  }
}
