import { Controller } from '@nestjs/common';
import { interfaceRegistered, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { ShareableEntryStore } from './shareable-entry.store.js';

@Controller()
export class WhenInterfaceRegistered {
  constructor(private readonly entries: ShareableEntryStore) {}

  @Reacts(interfaceRegistered, { as: 'when-interface-registered' })
  async keep({ data }: EventOf<typeof interfaceRegistered>, tx: Transaction): Promise<void> {
    const { entryId, url, zone = null, interfaceId, version, timeoutMilliseconds = 30_000, parameters = [], parameterSchema = null } = data;
    // What nobody has said may be repeated is not.
    const call = { timeoutMilliseconds, idempotent: data.idempotent ?? false, parameters, parameterSchema };
    const named = interfaceId !== undefined && version !== undefined;
    await this.entries.keepInterface(tx, { entryId, url, zone, interfaceId: named ? interfaceId : null, interfaceVersion: named ? version : null, call });
  }
}
