import { Injectable } from '@nestjs/common';
import { exchangeProblems, Problem } from '@gongshu/contracts';
import { localDay } from '@gongshu/regulation';
import { citation, NodeRegulation, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { OutsideUseStore } from './outside-use.store.js';

/** What an organisation acquired is for its own use: it goes outside with its provider's consent alone. */
@Injectable()
export class OutsideUseMustBeConsented {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly acquired: OutsideUseStore,
  ) {}

  /**
   * @param organisationId of this node
   * @param sourceEntryIds entries whose data would go outside; those that the organisation did not acquire, as its own, need no consent
   * @throws Problem 403 `exchange/outside-use-not-consented` with the article and a pointer to each entry that lacks a valid consent
   */
  async run(tx: Transaction, organisationId: string, sourceEntryIds: readonly string[]): Promise<void> {
    const internal = await this.acquired.internalOnly(tx, organisationId, sourceEntryIds, localDay(tx.ctx.now));
    if (internal.length === 0) return;
    const rule = optionalParameter(this.regulation.pack, 'thirdParty');
    const errors = sourceEntryIds.flatMap((entryId, index) => (internal.includes(entryId) ? [{ pointer: `/sourceEntryIds/${String(index)}`, code: 'not-consented', detail: entryId }] : []));
    throw new Problem(exchangeProblems.outsideUseNotConsented, { errors, ...(rule === undefined ? {} : { article: citation(rule.source) }) });
  }
}
