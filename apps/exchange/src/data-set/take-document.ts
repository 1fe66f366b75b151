import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { versionCompleted, type DataSetView } from '@gongshu/contracts';
import { actingOrganisation, CLOCK, instantOf, type Clock, type Transaction } from '@gongshu/service-kit';
import { aggregationAllows, onlyTheProviderActs, viewOf } from './data-set.js';
import { DataSetStore } from './data-set.store.js';
import { UploadRules } from './upload-rules.js';

/** A version whose content is a document: it has no rows and no columns of its own. */
@Injectable()
export class TakeDocument {
  constructor(
    private readonly dataSets: DataSetStore,
    private readonly rules: UploadRules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem when the caller may add no version to this entry */
  async mustBeAllowed(tx: Transaction, entryId: string): Promise<void> {
    const dataSet = await this.dataSets.load(tx, entryId);
    onlyTheProviderActs(dataSet, actingOrganisation(tx.ctx).id);
    aggregationAllows(dataSet, 'PHYSICAL');
    await this.rules.onlyWithinList(tx, dataSet);
    await this.dataSets.nothingIsUnsealed(tx, entryId);
  }

  /**
   * @param digest SHA-256 of the document, hex
   * @param keep keeps the content under the version's id; the entry's name is what an unnamed document is called
   */
  async run(tx: Transaction, entryId: string, digest: string, keep: (versionId: string, entryName: string) => Promise<void>): Promise<DataSetView> {
    const dataSet = await this.dataSets.loadForUpdate(tx, entryId);
    await this.dataSets.nothingIsUnsealed(tx, entryId);
    const id = randomUUID();
    const version = await this.dataSets.addVersion(tx, entryId, { id, columns: [], rows: 0, digest, cause: 'UPLOAD', completedAt: instantOf(this.clock) });
    await keep(id, dataSet.name);
    tx.announce(versionCompleted, entryId, { entryId, version, rows: 0, digest, cause: 'UPLOAD' });
    return viewOf(dataSet, await this.dataSets.versions(tx, entryId), actingOrganisation(tx.ctx).id);
  }
}
