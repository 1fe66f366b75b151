import { Injectable } from '@nestjs/common';
import { sealAsked, type DataSetId, type RecordStreamView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { aggregationAllows } from '../data-set/data-set.js';
import { FindDataSet } from '../data-set/find-data-set.js';
import { SEAL_TIMER } from './record-stream.js';
import { RecordStreamStore } from './record-stream.store.js';
import { SealRecords } from './seal-records.js';
import { ViewRecordStream } from './view-record-stream.js';

/** The provider wants what it has streamed so far as a version, now. */
@Injectable()
export class AskSeal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: FindDataSet,
    private readonly streams: RecordStreamStore,
    private readonly sealing: SealRecords,
    private readonly viewing: ViewRecordStream,
  ) {}

  async run(ctx: RequestContext, input: DataSetId): Promise<RecordStreamView> {
    const { entryId } = input;
    let begun = false;
    const view = await this.unitOfWork.run(ctx, async (tx) => {
      aggregationAllows(await this.dataSets.ownToChange(tx, entryId), 'PHYSICAL');
      const { nextSequence } = await this.streams.lock(tx, entryId);
      if ((await this.streams.tails(tx, entryId)).length > 0) {
        await this.streams.closeTail(tx, entryId);
        // Should this process end before it is done, the timer sees to it.
        await tx.startTimer(SEAL_TIMER, entryId, ctx.now);
        tx.announce(sealAsked, entryId, { entryId, nextSequence });
        begun = true;
      }
      return this.viewing.within(tx, entryId);
    }, input);
    // An answer that is repeated begins nothing.
    if (begun) this.sealing.begin(entryId);
    return view;
  }
}
