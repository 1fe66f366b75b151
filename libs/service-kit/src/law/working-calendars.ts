import { Injectable } from '@nestjs/common';
import { calendarWith, statutoryCalendar, type CalendarNotice, type WorkingCalendar } from '@gongshu/regulation';
import type { Transaction } from '../database/transaction.js';

/** Acts hold it shared until they commit, a change of the calendar holds it alone: no act counts by a calendar that changes under it. */
const CALENDAR_LOCK = 7_201_801;

/**
 * The working calendar in force at this node: what ships with the library, and the years an operator has loaded (`calendar_year`, made by `CreateCalendarYears`).
 */
@Injectable()
export class WorkingCalendars {
  private known: { readonly years: string; readonly calendar: WorkingCalendar } = { years: '[]', calendar: statutoryCalendar };

  /** The calendar for an act. To be asked before the act locks anything else, or two changes could wait for each other. */
  async forAct(tx: Transaction): Promise<WorkingCalendar> {
    await tx.query('SELECT pg_advisory_xact_lock_shared($1)', [CALENDAR_LOCK]);
    return this.read(tx);
  }

  /** The calendar as it is now, for a question. */
  async read(tx: Transaction): Promise<WorkingCalendar> {
    const loaded = await this.loaded(tx);
    const years = JSON.stringify(loaded);
    if (this.known.years !== years) this.known = { years, calendar: calendarWith(statutoryCalendar, loaded) };
    return this.known.calendar;
  }

  /** The years that an operator has loaded. */
  async loaded(tx: Transaction): Promise<CalendarNotice[]> {
    return tx.query<CalendarNotice>('SELECT year, notice, days_off AS "daysOff", make_up_days AS "makeUpDays" FROM calendar_year ORDER BY year');
  }

  /** Keeps a year and answers the calendar with it. Running acts are waited for, and later ones wait for this. */
  async keep(tx: Transaction, { year, notice, daysOff, makeUpDays }: CalendarNotice): Promise<WorkingCalendar> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [CALENDAR_LOCK]);
    await tx.query(
      `INSERT INTO calendar_year (year, notice, days_off, make_up_days) VALUES ($1, $2, $3, $4)
       ON CONFLICT (year) DO UPDATE SET notice = excluded.notice, days_off = excluded.days_off, make_up_days = excluded.make_up_days`,
      [year, notice, daysOff, makeUpDays],
    );
    return this.read(tx);
  }
}
