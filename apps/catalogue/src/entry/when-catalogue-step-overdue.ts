import { Controller } from '@nestjs/common';
import { entryStepOverdue } from '@gongshu/contracts';
import { OnTimer, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { EntryStore } from './entry.store.js';

export const STEP_OVERDUE = 'catalogue-step-overdue';

/** A lapsed period is announced once and decides nothing. */
@Controller()
export class WhenCatalogueStepOverdue {
  constructor(private readonly entries: EntryStore) {}

  @OnTimer(STEP_OVERDUE)
  async tell({ key: id }: DueTimer, tx: Transaction): Promise<void> {
    const entry = await this.entries.loadUnscoped(tx, id);
    if (entry === undefined || entry.standing.dueOn === null) return;
    const { step, dueOn, dueArticle } = entry.standing;
    tx.announce(entryStepOverdue, id, { id, step, dueOn, article: dueArticle ?? '' });
  }
}
