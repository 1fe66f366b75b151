import { Injectable } from '@nestjs/common';
import { dataSetOpened, openDataProblems, Problem, type OpenDataSet as Opening, type OpenDataSetView } from '@gongshu/contracts';
import { beginProcedure } from '@gongshu/regulation';
import { actingOrganisation, isSameOrganisation, NodeRegulation, refusalProblem, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { LockOpenableEntry } from '../openable-entry/lock-openable-entry.js';
import { NOT_OPEN, obstacleToOpening, publicationFacts } from './data-set.js';
import { DataSetStore } from './data-set.store.js';

const PROCEDURE = 'open-data-publication';

/** The provider declares how its data are open, where the law of the place provides for opening at all. */
@Injectable()
export class OpenDataSet {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly lockOpenableEntry: LockOpenableEntry,
    private readonly dataSets: DataSetStore,
  ) {}

  run(ctx: RequestContext, input: Opening): Promise<OpenDataSetView> {
    const { pack } = this.regulation;
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const entry = await this.lockOpenableEntry.run(tx, input.entryId);
        if (entry === undefined || !isSameOrganisation(actingOrganisation(ctx), entry.provider)) throw new Problem(openDataProblems.notYourData);
        const { entryId, provider, personalData } = entry;
        const before = await this.dataSets.find(tx, entryId);
        if (before !== undefined && before.state !== NOT_OPEN) throw new Problem(openDataProblems.alreadyOpen);

        const { openType = entry.openType, legalBasis = null, releaseBasis = null } = input;
        const moved = beginProcedure(pack, PROCEDURE, {
          actor: { roles: ctx.roles, parties: ['provider'] },
          facts: publicationFacts({ openType }, before ?? entry, personalData),
          content: { openType, legalBasis, releaseBasis },
          at: ctx.now,
        });
        if (moved.kind === 'refused') throw refusalProblem(openDataProblems, moved, ctx.language);
        const { standing, to, source } = moved;
        const obstacle = obstacleToOpening(to, entry);
        if (obstacle !== null) throw new Problem(obstacle);

        await this.dataSets.save(tx, { entryId, openType, standing, article: source.article, legalBasis, releaseBasis });
        if (to !== NOT_OPEN) tx.announce(dataSetOpened, entryId, { entryId, openType, article: source.article });
        const { name, abstract, items, updateCycle, dataVersion, rows } = entry;
        return { entryId, name, abstract, provider, openType, items, updateCycle, dataVersion, rows, openedAt: ctx.now, article: source.article };
      },
      input,
    );
  }
}
