import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Problem, problems, type DataSetView } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { arriving } from '../rows/arriving.js';
import { asUtf8, type CharacterSet } from '../rows/character-set.js';
import { ndjsonAsCsv } from '../rows/ndjson-as-csv.js';
import type { FaultyRows } from '../rows/row-faults.js';
import { unpacked } from '../rows/unpacked.js';
import { StreamDatabase } from '../streams/stream-database.js';
import { aggregationAllows, onlyTheProviderActs, viewOf, type DataSet } from './data-set.js';
import { DataSetStore } from './data-set.store.js';
import { TakeVersion } from './take-version.js';
import { UploadRules } from './upload-rules.js';

/** How the bytes of an upload are to be read. */
export interface UploadForm {
  readonly form: 'csv' | 'ndjson';
  readonly gzip: boolean;
  readonly characterSet: CharacterSet;
  readonly faulty: FaultyRows;
  /** SHA-256 the sender states of what it sends, hex. */
  readonly digest: string | null;
}

/** Takes a file in as the next version: rows, version and event commit together or not at all. */
@Injectable()
export class UploadVersion {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly streams: StreamDatabase,
    private readonly dataSets: DataSetStore,
    private readonly taking: TakeVersion,
    private readonly rules: UploadRules,
  ) {}

  async run(ctx: RequestContext, entryId: string, file: Readable, form: UploadForm): Promise<DataSetView> {
    const dataSet = await this.unitOfWork.read(ctx, (tx) => this.dataSets.load(tx, entryId));
    onlyTheProviderActs(dataSet, actingOrganisation(ctx).id);
    aggregationAllows(dataSet, 'PHYSICAL');
    await this.unitOfWork.read(ctx, (tx) => this.rules.onlyWithinList(tx, dataSet));
    this.rules.everyDemandHasItem(dataSet);
    try {
      // Under the same key the same version is answered: who was cut off before the answer may send the file again.
      return await this.streams.unitOfWork.run(ctx, (tx) => this.take(tx, dataSet, file, form), { entryId });
    } catch (error) {
      throw await this.taking.reported(ctx, entryId, error);
    }
  }

  private async take(tx: Transaction, asked: DataSet, file: Readable, { form, gzip, characterSet, faulty, digest }: UploadForm): Promise<DataSetView> {
    // The unit of work may run a transaction again, but a stream is read once.
    if (file.readableDidRead) throw new Problem(problems.conflict);
    const sent = arriving(file, digest);
    const bytes = asUtf8(characterSet, gzip ? unpacked(sent) : sent);
    const csv = form === 'csv' ? bytes : ndjsonAsCsv(asked.columns.map(({ column }) => column), bytes);
    const { dataSet } = await this.taking.run(tx, asked, csv, { cause: 'UPLOAD', faulty, onlyChanges: false });
    return viewOf(dataSet, await this.dataSets.versions(tx, asked.entryId), actingOrganisation(tx.ctx).id);
  }
}
