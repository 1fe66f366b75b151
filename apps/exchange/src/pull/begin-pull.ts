import { Injectable } from '@nestjs/common';
import { exchangeProblems, Problem, type DataSetId, type PullRun } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { FindDataSet } from '../data-set/find-data-set.js';
import { PullStore } from './pull.store.js';
import { RunPull } from './run-pull.js';

/** Pulls because the provider asks for it now. */
@Injectable()
export class BeginPull {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: FindDataSet,
    private readonly pulls: PullStore,
    private readonly running: RunPull,
  ) {}

  async run(ctx: RequestContext, input: DataSetId): Promise<PullRun> {
    const { entryId } = input;
    let begun = false;
    const run = await this.unitOfWork.run(ctx, async (tx) => {
      await this.dataSets.ownToRead(tx, entryId);
      if ((await this.pulls.find(tx, entryId)) === undefined) throw new Problem(exchangeProblems.noPull);
      if (!(await this.pulls.lock(tx, entryId))) throw new Problem(exchangeProblems.pullUnderWay);
      begun = true;
      return this.pulls.beginRun(tx, entryId, ctx.now);
    }, input);
    // An answer that is repeated begins nothing.
    if (begun) this.running.begin(entryId, run);
    return run;
  }
}
