import { Controller } from '@nestjs/common';
import { findCalendarYears, loadCalendarYear, LoadCalendarYear as Notice, Nothing, type CalendarYearList, type CalendarYearView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindCalendarYears } from './find-calendar-years.js';
import { LoadCalendarYear } from './load-calendar-year.js';

@Controller()
export class CalendarYearController {
  constructor(
    private readonly finding: FindCalendarYears,
    private readonly loading: LoadCalendarYear,
  ) {}

  @Answers(findCalendarYears)
  find(_input: Nothing, ctx: RequestContext): Promise<CalendarYearList> {
    return this.finding.run(ctx);
  }

  @Answers(loadCalendarYear)
  load(input: Notice, ctx: RequestContext): Promise<CalendarYearView> {
    return this.loading.run(ctx, input);
  }
}
