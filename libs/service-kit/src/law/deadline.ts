import type { StepOverdue } from '@gongshu/contracts';
import { endOfDay, type Standing } from '@gongshu/regulation';
import type { Transaction } from '../database/transaction.js';
import type { DueTimer } from '../messaging/handlers.js';

/** Sets the timer of the step a case has come to, or takes it away where the law sets no period. To be called with every move, in its transaction. */
export async function keepDeadline(tx: Transaction, kind: string, id: string, { step, dueOn, dueArticle }: Standing): Promise<void> {
  if (dueOn === null) return tx.stopTimer(kind, id);
  const lapsed: StepOverdue = { id, step, dueOn, article: dueArticle ?? '' };
  return tx.startTimer(kind, id, endOfDay(dueOn), { ...lapsed });
}

/** What a timer of `keepDeadline` tells when it is due: a lapsed period is announced, and decides nothing. */
export function lapsedStep({ payload }: DueTimer): StepOverdue {
  return payload as unknown as StepOverdue;
}
