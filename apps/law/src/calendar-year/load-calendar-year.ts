import { Injectable } from '@nestjs/common';
import { calendarYearLoaded, Problem, problems, type CalendarYearView, type LoadCalendarYear as Input } from '@gongshu/contracts';
import { UnitOfWork, WorkingCalendars, type RequestContext } from '@gongshu/service-kit';
import { noticeFaults, type NoticeFault } from '@gongshu/regulation';

const FAULT_WORDS: Readonly<Record<NoticeFault['code'], string>> = {
  'not-a-year': 'is not a year of the calendar',
  'not-of-the-year': 'is not a day of this year',
  'named-twice': 'is named twice',
  'not-a-weekend': 'is a weekday, which is worked anyway',
};

/** Takes in what the State Council's notice says about a year: from now on every period is counted by it. The same content again changes and announces nothing. */
@Injectable()
export class LoadCalendarYear {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calendars: WorkingCalendars,
  ) {}

  async run(ctx: RequestContext, input: Input): Promise<CalendarYearView> {
    const faults = noticeFaults(input);
    if (faults.length > 0) throw new Problem(problems.invalidInput, { errors: faults.map(({ pointer, code }) => ({ pointer, code, detail: FAULT_WORDS[code] })) });
    const { year, notice, daysOff, makeUpDays } = input;
    const loaded = { year, notice, daysOff: [...daysOff].sort(), makeUpDays: [...makeUpDays].sort() };
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        // Two operators who load the same year at once: the second must see what the first has loaded.
        await tx.query('LOCK TABLE calendar_year IN SHARE ROW EXCLUSIVE MODE');
        const before = (await this.calendars.loaded(tx)).find((known) => known.year === year);
        if (JSON.stringify(before) !== JSON.stringify(loaded)) {
          await this.calendars.keep(tx, loaded);
          tx.announce(calendarYearLoaded, String(year), loaded);
        }
        return { ...loaded, origin: 'loaded' };
      },
      input,
    );
  }
}
