import { anyone, roles } from '../permission.js';
import { DayField, DayOrInstantField, Flag, Nullable, Part, Parts, Text, Texts, Whole } from '../fields.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { Nothing } from '../page.js';
import { EffectiveRegulationPack, PackReference, RegulationPackList } from './pack-view.js';
import { LegalProcedure } from './procedure-view.js';

const PACKS_SECONDS = 300;
const CALENDAR_SECONDS = 60;
/** First and last year the calendar answers for. */
export const CALENDAR_YEARS = { min: 1900, max: 2200 } as const;

export const findRegulationPacks = defineRequest({
  service: 'law', name: 'find-regulation-packs', kind: 'query', input: Nothing, output: RegulationPackList, permission: anyone(),
  http: get('/regulation-packs', { onPublicListener: true, localised: true, cacheSeconds: PACKS_SECONDS }),
  summary: { zh: '列出法规包', en: 'List regulation packs' },
});

export class GetRegulationPack {
  @Text({ max: 64, example: 'hebei' }) readonly id!: string;
  @Text({ max: 16, optional: true, description: 'The newest when absent' }) readonly version?: string;
}
export const getRegulationPack = defineRequest({
  service: 'law', name: 'get-regulation-pack', kind: 'query', input: GetRegulationPack, output: EffectiveRegulationPack, permission: anyone(),
  http: get('/regulation-packs/{id}', { onPublicListener: true, localised: true, cacheSeconds: PACKS_SECONDS }),
  summary: { zh: '查看法规包的有效参数', en: 'Get a regulation pack with its effective parameters' },
});

export class GetLegalProcedure extends GetRegulationPack {
  @Text({ max: 64, example: 'sharing-request' }) readonly name!: string;
}
export const getLegalProcedure = defineRequest({
  service: 'law', name: 'get-legal-procedure', kind: 'query', input: GetLegalProcedure, output: LegalProcedure, permission: anyone(),
  http: get('/regulation-packs/{id}/procedures/{name}', { onPublicListener: true, localised: true, cacheSeconds: PACKS_SECONDS }),
  summary: { zh: '查看法定程序的步骤与流程图', en: 'Get a procedure as steps and as a diagram' },
});

/** Either `pack` and `parameter`, or `workingDays`. */
export class ComputeDeadline {
  @Text({ max: 64, optional: true, example: 'hebei' }) readonly pack?: string;
  @Text({ max: 100, optional: true, description: 'A key of the pack that is a period', example: 'sharing.reply.days' }) readonly parameter?: string;
  @Whole({ min: 0, max: 2000, optional: true, description: 'Instead of pack and parameter' }) readonly workingDays?: number;
  @DayOrInstantField({ description: 'When the period starts; its first day is the next working day in Asia/Shanghai', example: '2026-04-30' }) readonly startedAt!: string;
}
export class DeadlineDay {
  @DayField() readonly date!: string;
  @Flag() readonly counted!: boolean;
  @Text({ description: 'Stable code of why' }) readonly reason!: string;
  @Text({ description: 'The same in words' }) readonly label!: string;
}
export class Deadline {
  @DayField({ description: 'Last day; the period ends at its 24:00 in Asia/Shanghai' }) readonly dueOn!: string;
  @Nullable({ description: 'Article that sets the period; null where the caller gave the working days' }) readonly article!: string | null;
  @Part(() => PackReference, { nullable: true, description: 'The pack whose article it is: the one asked for, or one it inherits from' }) readonly origin!: PackReference | null;
  @Nullable() readonly parameter!: string | null;
  @Nullable({ description: 'Words of the regulation, in Chinese' }) readonly quote!: string | null;
  @Whole({ min: 0, max: 5000, nullable: true, description: 'Null for a period that is no number of working days' }) readonly workingDays!: number | null;
  @Flag({ description: 'A day lies in a year without a published notice: counted by weekends' }) readonly assumed!: boolean;
  @Parts(() => DeadlineDay, { most: 4000 }) readonly days!: DeadlineDay[];
}
export const computeDeadline = defineRequest({
  service: 'law', name: 'compute-deadline', kind: 'query', input: ComputeDeadline, output: Deadline, permission: anyone(),
  http: post('/deadline-computations', { status: 200, onPublicListener: true, localised: true }),
  summary: { zh: '计算法定期限', en: 'Compute a statutory deadline' },
});

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOST_DAYS = 60;

export class LoadCalendarYear {
  @Whole({ ...CALENDAR_YEARS }) readonly year!: number;
  @Text({ description: 'The notice of the State Council', example: '国办发明电〔2026〕7号' }) readonly notice!: string;
  @Texts({ most: MOST_DAYS, max: 10, pattern: DAY, description: 'Days off besides ordinary weekends', example: ['2027-01-01'] }) readonly daysOff!: string[];
  @Texts({ most: MOST_DAYS, max: 10, pattern: DAY, description: 'Saturdays and Sundays that are worked' }) readonly makeUpDays!: string[];
}
export class CalendarYearView extends LoadCalendarYear {
  @Text({ description: 'shipped with the release, or loaded by the operator' }) readonly origin!: string;
}
export class CalendarYearList {
  @Parts(() => CalendarYearView) readonly items!: CalendarYearView[];
}
export const findCalendarYears = defineRequest({
  service: 'law', name: 'find-calendar-years', kind: 'query', input: Nothing, output: CalendarYearList, permission: anyone(),
  http: get('/calendar-years', { onPublicListener: true, cacheSeconds: CALENDAR_SECONDS }),
  summary: { zh: '查看工作日历', en: 'List the years of the working calendar' },
});
export const loadCalendarYear = defineRequest({
  service: 'law', name: 'load-calendar-year', kind: 'command', input: LoadCalendarYear, output: CalendarYearView, permission: roles('OPERATOR'),
  http: put('/calendar-years/{year}'), summary: { zh: '载入一年的放假调休安排', en: 'Load the working calendar of a year' },
});
