import { defineEvent } from '../define-event.js';
import { Text, Texts, Whole } from '../fields.js';

/** The working calendar of one year as an operator loaded it. It replaces what was known of that year; every service counts by it from now on. */
export class CalendarYearLoaded {
  @Whole({ min: 1900, max: 2200 }) readonly year!: number;
  @Text({ description: 'The notice of the State Council that says so' }) readonly notice!: string;
  @Texts({ description: 'Days off besides ordinary weekends, YYYY-MM-DD' }) readonly daysOff!: string[];
  @Texts({ description: 'Saturdays and Sundays that are worked, YYYY-MM-DD' }) readonly makeUpDays!: string[];
}
/** Stays at the node: each node's operator loads the notice, so that no neighbour can move this node's deadlines. */
export const calendarYearLoaded = defineEvent({ service: 'law', name: 'calendar-year-loaded', data: CalendarYearLoaded });
