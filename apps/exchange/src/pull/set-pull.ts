import { Injectable } from '@nestjs/common';
import { pullSet, type DataSetId, type PullView, type SetPull as Wanted } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { aggregationAllows } from '../data-set/data-set.js';
import { FindDataSet } from '../data-set/find-data-set.js';
import { pullSourceIsWhole } from './pull-source.js';
import { PULL_TIMER } from './pull-timer.js';
import { PullStore } from './pull.store.js';

@Injectable()
export class SetPull {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: FindDataSet,
    private readonly pulls: PullStore,
  ) {}

  async run(ctx: RequestContext, input: Wanted): Promise<PullView> {
    const { entryId, source, everyMinutes = null } = input;
    return this.unitOfWork.run(ctx, async (tx) => {
      const dataSet = await this.dataSets.ownToChange(tx, entryId);
      aggregationAllows(dataSet, 'PHYSICAL');
      pullSourceIsWhole(source, dataSet.columns.map(({ column }) => column));
      const nextAt = everyMinutes === null ? null : ctx.now;
      await this.pulls.keep(tx, { entryId, source, everyMinutes, nextAt });
      if (nextAt === null) await tx.stopTimer(PULL_TIMER, entryId);
      else await tx.startTimer(PULL_TIMER, entryId, nextAt);
      tx.announce(pullSet, entryId, { entryId, kind: source.kind, everyMinutes });
      return this.pulls.view(tx, entryId);
    }, input);
  }

  /** Where data lie is the provider's own: to everybody else there is no pull. */
  async view(ctx: RequestContext, { entryId }: DataSetId): Promise<PullView> {
    return this.unitOfWork.read(ctx, async (tx) => {
      await this.dataSets.ownToRead(tx, entryId);
      return this.pulls.view(tx, entryId);
    });
  }
}
