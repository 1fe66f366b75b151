import { createHash, randomUUID } from 'node:crypto';
import { finished, Transform, type Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Problem, problems, versionCompleted, type DataSetView } from '@gongshu/contracts';
import { actingOrganisation, CLOCK, instantOf, UnitOfWork, type Clock, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { CheckedCsv } from '../rows/checked-csv.js';
import { StreamDatabase } from '../streams/stream-database.js';
import { aggregationAllows, onlyTheProviderActs, viewOf, type DataSet } from './data-set.js';
import { DataSetStore } from './data-set.store.js';
import { UploadRules } from './upload-rules.js';
import { VersionTableStore } from './version-table.store.js';

/** Takes a CSV file in as the next version: rows, version and event commit together or not at all. */
@Injectable()
export class UploadVersion {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly streams: StreamDatabase,
    private readonly dataSets: DataSetStore,
    private readonly tables: VersionTableStore,
    private readonly rules: UploadRules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(ctx: RequestContext, entryId: string, file: Readable): Promise<DataSetView> {
    const dataSet = await this.unitOfWork.read(ctx, (tx) => this.dataSets.load(tx, entryId));
    onlyTheProviderActs(dataSet, actingOrganisation(ctx).id);
    aggregationAllows(dataSet, 'PHYSICAL');
    await this.unitOfWork.read(ctx, (tx) => this.rules.onlyWithinList(tx, dataSet));
    this.rules.everyDemandHasItem(dataSet);
    // Under the same key the same version is answered: who was cut off before the answer may send the file again.
    return this.streams.unitOfWork.run(ctx, (tx) => this.take(tx, dataSet, file), { entryId });
  }

  private async take(tx: Transaction, asked: DataSet, file: Readable): Promise<DataSetView> {
    // The unit of work may run a transaction again, but a stream is read once.
    if (file.readableDidRead) throw new Problem(problems.conflict);
    const { entryId, columns } = asked;
    const id = randomUUID();
    const csv = new CheckedCsv(this.rules.demandedColumns(asked));
    const hash = createHash('sha256');
    await this.tables.load(tx, id, columns.length, passing(file, (chunk) => hash.update(chunk)), csv);

    // Locked only now: an upload may take hours.
    const dataSet = await this.dataSets.loadForUpdate(tx, entryId);
    if (JSON.stringify(dataSet.columns) !== JSON.stringify(columns)) {
      throw new Problem(problems.conflict, { detail: { zh: '上传期间目录条目的信息项已变更', en: 'The entry’s data items changed during the upload' } });
    }
    const { rows } = csv;
    this.rules.hasRecords(rows);
    const digest = hash.digest('hex');
    const version = await this.dataSets.addVersion(tx, entryId, { id, columns, rows, digest, cause: 'UPLOAD', completedAt: instantOf(this.clock) });
    tx.announce(versionCompleted, entryId, { entryId, version, rows, digest, cause: 'UPLOAD' });
    return viewOf(dataSet, await this.dataSets.versions(tx, entryId), actingOrganisation(tx.ctx).id);
  }
}

/**
 * The file's bytes as they pass. Who stops reading them leaves the file itself open, because the caller on its other end is still owed an answer; a caller who leaves
 * breaks them off.
 */
function passing(file: Readable, see: (chunk: Buffer) => void): Readable {
  const passage = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      see(chunk);
      done(null, chunk);
    },
  });
  finished(file, { writable: false }, (error) => {
    if (error) passage.destroy(error);
  });
  return file.pipe(passage);
}
