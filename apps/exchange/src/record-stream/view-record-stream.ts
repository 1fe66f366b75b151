import { Injectable } from '@nestjs/common';
import type { DataSetId, RecordStreamView } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { FindDataSet } from '../data-set/find-data-set.js';
import { sealAfter } from './record-stream.js';
import { RecordStreamStore } from './record-stream.store.js';

/** How far a stream has come is its provider's own: to everybody else there is none. */
@Injectable()
export class ViewRecordStream {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: FindDataSet,
    private readonly streams: RecordStreamStore,
    private readonly regulation: NodeRegulation,
  ) {}

  async run(ctx: RequestContext, { entryId }: DataSetId): Promise<RecordStreamView> {
    return this.unitOfWork.read(ctx, async (tx) => {
      await this.dataSets.ownToRead(tx, entryId);
      return this.within(tx, entryId);
    });
  }

  async within(tx: Transaction, entryId: string): Promise<RecordStreamView> {
    const stream = await this.streams.find(tx, entryId);
    const tails = await this.streams.tails(tx, entryId);
    return {
      entryId,
      nextSequence: stream.nextSequence,
      sealAfterSeconds: sealAfter(this.regulation.pack, stream),
      unsealedRows: tails.reduce((sum, { rows }) => sum + rows, 0),
      unsealedSince: tails[0]?.openedAt ?? null,
      windows: await this.streams.latestWindows(tx, entryId),
    };
  }
}
