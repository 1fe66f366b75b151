import { Controller } from '@nestjs/common';
import { entryPublished, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { isDocumentFormat } from './document-format.js';
import { FileRecords } from './file-records.store.js';

@Controller()
export class WhenEntryDescribed {
  constructor(private readonly files: FileRecords) {}

  @Reacts(entryPublished, { as: 'when-entry-described' })
  async keep({ data: { id, version, format, formatClass, items } }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    await this.files.keepForm(tx, id, version, isDocumentFormat(format, formatClass), Object.fromEntries(items.map(({ column, name }) => [column, name])));
  }
}
