import type { DeadlineRecalculated, EventDefinition, StepDeadline } from '@gongshu/contracts';
import { endOfDay, recalculate, reminderDay, startOfDay, type EffectivePack, type Standing, type WorkingCalendar } from '@gongshu/regulation';
import type { Transaction } from '../database/transaction.js';
import type { DueTimer } from '../messaging/handlers.js';

/** The two timers of a running period: one reminds before its end, one tells that it has lapsed. */
export interface DeadlineTimers {
  readonly dueSoon: string;
  readonly overdue: string;
}

export function deadlineTimers(of: string): DeadlineTimers {
  return { dueSoon: `${of}-due-soon`, overdue: `${of}-overdue` };
}

/** What a period is counted by: the pack of its procedure, and the calendar. */
export interface Counting {
  readonly pack: EffectivePack;
  readonly calendar: WorkingCalendar;
}

/** Sets the timers of the step a case has come to, or takes them away where no period runs. To be called with every move, in its transaction. */
export async function keepDeadline(tx: Transaction, timers: DeadlineTimers, id: string, standing: Standing, counting: Counting): Promise<void> {
  // Whoever applies for an extension leaves the period as it is: what was told of it is not told again.
  if (standing.extensionAppliedOn !== null) return;
  const instants = instantsOf(standing, counting);
  for (const timer of ['dueSoon', 'overdue'] as const) {
    if (instants === null) await tx.stopTimer(timers[timer], id);
    else await tx.startTimer(timers[timer], id, instants[timer], { ...deadlineOf(id, standing) });
  }
}

/** What a timer of `keepDeadline` tells when it is due. A lapsed period decides nothing. */
export function stepDeadline({ payload }: DueTimer): StepDeadline {
  return payload as unknown as StepDeadline;
}

/** A running case, as far as its period is concerned. */
export interface RunningCase {
  readonly id: string;
  readonly standing: Standing;
}

/**
 * Counts the periods of running cases again after the calendar has changed (the calendar is held by `WorkingCalendars.keep`). Each one that changes is saved and announced. Timers move
 * also where the end stays and only the day of the reminder changes. A lapse or reminder that was told is told again only when the new one still lies ahead.
 */
export async function recountDeadlines<C extends RunningCase>(
  tx: Transaction,
  cases: readonly C[],
  counting: { readonly calendar: WorkingCalendar; readonly packOf: (standing: Standing) => EffectivePack; readonly notice: string },
  timers: DeadlineTimers,
  recalculated: EventDefinition<DeadlineRecalculated>,
  save: (changed: C) => Promise<void>,
): Promise<void> {
  const { calendar, packOf, notice } = counting;
  for (const running of cases) {
    const changed = recalculate(running.standing, calendar);
    const standing = changed ?? running.standing;
    await moveTimers(tx, timers, running.id, standing, { pack: packOf(standing), calendar });
    if (changed === null) continue;
    await save({ ...running, standing });
    const deadline = deadlineOf(running.id, standing);
    tx.announce(recalculated, running.id, { ...deadline, dueOnBefore: running.standing.dueOn ?? deadline.dueOn, assumed: standing.period?.assumed ?? false, notice });
  }
}

async function moveTimers(tx: Transaction, timers: DeadlineTimers, id: string, standing: Standing, counting: Counting): Promise<void> {
  const instants = instantsOf(standing, counting);
  if (instants === null) return;
  const deadline = deadlineOf(id, standing);
  for (const timer of ['dueSoon', 'overdue'] as const) {
    const dueAt = instants[timer];
    if (Date.parse(dueAt) > Date.parse(tx.ctx.now)) await tx.startTimer(timers[timer], id, dueAt, { ...deadline });
    else await tx.query('UPDATE timer SET due_at = $3, payload = $4 WHERE kind = $1 AND key = $2', [timers[timer], id, dueAt, JSON.stringify(deadline)]);
  }
}

function deadlineOf(id: string, { step, dueOn, dueArticle }: Standing): StepDeadline {
  return { id, step, dueOn: dueOn ?? '', article: dueArticle ?? '' };
}

function instantsOf(standing: Standing, { pack, calendar }: Counting): Record<keyof DeadlineTimers, string> | null {
  const reminder = reminderDay(pack, standing, calendar);
  if (standing.ended || standing.dueOn === null || reminder === null) return null;
  return { dueSoon: startOfDay(reminder), overdue: endOfDay(standing.dueOn) };
}
