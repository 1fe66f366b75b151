import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { FileRecords } from './file-records.store.js';

/** What files and pages say of an entry besides its rows. */
@Injectable()
export class DescribeEntry {
  constructor(private readonly files: FileRecords) {}

  /** Titles of the entry's columns, as the catalogue has them now. */
  async titles(tx: Transaction, entryId: string): Promise<Readonly<Record<string, string>>> {
    return this.files.titles(tx, entryId);
  }

  /** Whether a version's content is a document rather than a table. */
  async isDocument(tx: Transaction, versionId: string): Promise<boolean> {
    return (await this.files.findDocument(tx, versionId)) !== null;
  }
}
