import { Injectable } from '@nestjs/common';
import { recordStreamSet, type RecordStreamView, type SetRecordStream as Wanted } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { aggregationAllows } from '../data-set/data-set.js';
import { FindDataSet } from '../data-set/find-data-set.js';
import { SEAL_TIMER, sealsInTime } from './record-stream.js';
import { RecordStreamStore } from './record-stream.store.js';
import { ViewRecordStream } from './view-record-stream.js';

@Injectable()
export class SetRecordStream {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: FindDataSet,
    private readonly streams: RecordStreamStore,
    private readonly regulation: NodeRegulation,
    private readonly viewing: ViewRecordStream,
  ) {}

  /** What is unsealed now keeps to the new period too. */
  async run(ctx: RequestContext, input: Wanted): Promise<RecordStreamView> {
    const { entryId, sealAfterSeconds } = input;
    return this.unitOfWork.run(ctx, async (tx) => {
      aggregationAllows(await this.dataSets.ownToChange(tx, entryId), 'PHYSICAL');
      sealsInTime(this.regulation.pack, sealAfterSeconds);
      await this.streams.lock(tx, entryId);
      await this.streams.setSealAfter(tx, entryId, sealAfterSeconds);
      const [eldest] = await this.streams.tails(tx, entryId);
      if (eldest?.closed === false) await tx.startTimer(SEAL_TIMER, entryId, new Date(Date.parse(eldest.openedAt) + sealAfterSeconds * 1000).toISOString());
      tx.announce(recordStreamSet, entryId, { entryId, sealAfterSeconds });
      return this.viewing.within(tx, entryId);
    }, input);
  }
}
