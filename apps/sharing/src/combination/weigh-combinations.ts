import { Injectable } from '@nestjs/common';
import { sensitiveCombinationMatched, type Party } from '@gongshu/contracts';
import type { Facts } from '@gongshu/regulation';
import { NodeRegulation, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { concerns, isComplete, type Holding } from './combination.js';
import { CombinationStore } from './combination.store.js';

export const COMBINATION_REVIEW = 'combination.review';

/** Whether a request would complete a combination that is sensitive; which way it takes then is the pack's to say. */
@Injectable()
export class WeighCombinations {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly combinations: CombinationStore,
  ) {}

  async run(tx: Transaction, asked: Holding & { readonly id: string; readonly requester: Party }): Promise<Facts> {
    const review = optionalParameter(this.regulation.pack, COMBINATION_REVIEW);
    if (review === undefined) return {};
    const concerned = (await this.combinations.inForce(tx)).filter((combination) => concerns(combination, asked));
    if (concerned.length === 0) return {};
    const holdings = [...(await this.combinations.holdings(tx, asked.requester, asked.id)), asked];
    const matched = concerned.find((combination) => isComplete(combination, holdings));
    if (matched === undefined) return {};
    tx.announce(sensitiveCombinationMatched, asked.id, { id: asked.id, combinationId: matched.id, entryId: asked.entryId, article: review.source.article });
    return { sensitiveCombination: true };
  }
}
