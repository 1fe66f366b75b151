import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Problem, problems, sensitiveCombinationChanged, sharingProblems, type DeclareSensitiveCombination, type LiftSensitiveCombination, type PageQuery, type SensitiveCombinationPage,
  type SensitiveCombinationView,
} from '@gongshu/contracts';
import { citation, cutPage, NEWEST_FIRST, NodeRegulation, optionalParameter, pageStart, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import type { LegalSource } from '@gongshu/regulation';
import { combinationView, type Combination } from './combination.js';
import { CombinationStore } from './combination.store.js';
import { COMBINATION_REVIEW } from './weigh-combinations.js';

const fault = (pointer: string, code: string, detail: string): Problem => new Problem(problems.invalidInput, { errors: [{ pointer, code, detail }] });

/** The authority of the node says which data are sensitive together. What has been granted before stays; requests filed from then on are held against it. */
@Injectable()
export class KeepCombinations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly combinations: CombinationStore,
  ) {}

  async declare(ctx: RequestContext, input: DeclareSensitiveCombination): Promise<SensitiveCombinationView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const source = this.sourceFor(ctx);
        const { name, parts, reasons } = input;
        const empty = parts.findIndex(({ entryId, column }) => entryId === undefined && column === undefined);
        if (empty !== -1) throw fault(`/parts/${String(empty)}`, 'empty', 'an entry, a column, or both');
        if (parts.length < 2) throw fault('/parts', 'too-few', 'a combination has at least two parts');
        return this.keep(tx, { id: randomUUID(), name, parts, reasons, declaredAt: ctx.now, liftedReasons: null }, source);
      },
      input,
    );
  }

  async lift(ctx: RequestContext, input: LiftSensitiveCombination): Promise<SensitiveCombinationView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const source = this.sourceFor(ctx);
        const combination = await this.combinations.lock(tx, input.id);
        if (combination === undefined) throw new Problem(problems.notFound);
        if (combination.liftedReasons !== null) throw new Problem(sharingProblems.combinationLifted);
        return this.keep(tx, { ...combination, liftedReasons: input.reasons }, source);
      },
      input,
    );
  }

  async page(ctx: RequestContext, query: PageQuery): Promise<SensitiveCombinationPage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const found = ctx.organisation?.division === ctx.node.code ? await this.unitOfWork.read(ctx, (tx) => this.combinations.page(tx, after, limit + 1)) : [];
    return cutPage(found, limit, ({ position }) => position, combinationView);
  }

  private async keep(tx: Transaction, combination: Combination, source: LegalSource): Promise<SensitiveCombinationView> {
    await this.combinations.save(tx, combination);
    tx.announce(sensitiveCombinationChanged, combination.id, { id: combination.id, inForce: combination.liftedReasons === null, article: source.article });
    return combinationView(combination);
  }

  /** @throws Problem 422 where the pack reviews no combinations, 403 for an authority of another place */
  private sourceFor({ organisation, node }: RequestContext): LegalSource {
    const review = optionalParameter(this.regulation.pack, COMBINATION_REVIEW);
    if (review === undefined) throw new Problem(sharingProblems.notRegulated);
    if (organisation?.division !== node.code) throw new Problem(sharingProblems.notYourTurn, { article: citation(review.source) });
    return review.source;
  }
}
