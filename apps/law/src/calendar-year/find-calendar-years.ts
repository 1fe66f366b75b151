import { Injectable } from '@nestjs/common';
import type { CalendarYearList } from '@gongshu/contracts';
import { UnitOfWork, WorkingCalendars, type RequestContext } from '@gongshu/service-kit';
import { calendarWith, statutoryCalendar } from '@gongshu/regulation';

/** Every year the calendar has a notice for, oldest first, and whether it came with the release or from the operator. */
@Injectable()
export class FindCalendarYears {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calendars: WorkingCalendars,
  ) {}

  async run(ctx: RequestContext): Promise<CalendarYearList> {
    const loaded = await this.unitOfWork.read(ctx, (tx) => this.calendars.loaded(tx));
    const ownYears = new Set(loaded.map(({ year }) => year));
    const years = [...calendarWith(statutoryCalendar, loaded).years].map(([text, { notice, daysOff, makeUpDays }]) => {
      const year = Number(text);
      return { year, notice, daysOff: [...daysOff], makeUpDays: [...makeUpDays], origin: ownYears.has(year) ? 'loaded' : 'shipped' };
    });
    return { items: years.sort((one, other) => one.year - other.year) };
  }
}
