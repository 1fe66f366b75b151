import { Injectable } from '@nestjs/common';
import { catalogueProblems, entryWithdrawn, Problem, type EntryView, type WithdrawEntry as Withdrawal } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { EntrySearchIndex } from '../search/entry-search-index.js';
import { partiesOf, type Entry } from './entry.js';
import { EntryStore } from './entry.store.js';
import { EntryViews } from './entry-views.js';

/** The provider takes an entry out of the catalogue, with the reason. Its code is not used again, and its versions stay readable. */
@Injectable()
export class WithdrawEntry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntryStore,
    private readonly searchIndex: EntrySearchIndex,
    private readonly views: EntryViews,
  ) {}

  async run(ctx: RequestContext, input: Withdrawal): Promise<EntryView> {
    return this.unitOfWork.run(ctx, async (tx) => this.views.of(await this.withdraw(tx, input), ctx), input);
  }

  private async withdraw(tx: Transaction, { id, reasons }: Withdrawal): Promise<Entry> {
    const { now } = tx.ctx;
    const entry = await this.entries.loadForUpdate(tx, id);
    if (!partiesOf(entry, tx.ctx).includes('owner')) throw new Problem(catalogueProblems.notYourTurn);
    if (entry.publishedAt === null || entry.replacedAt !== null) throw new Problem(catalogueProblems.actNotAllowed);
    const withdrawn = { ...entry, replacedAt: now, withdrawal: { reasons, at: now } };
    await this.entries.save(tx, withdrawn);
    await this.searchIndex.remove(tx, id);
    tx.announce(entryWithdrawn, id, { id, node: entry.node, version: entry.version, withdrawnAt: now });
    return withdrawn;
  }
}
