import { Injectable } from '@nestjs/common';
import { lawProblems, Problem, type ComputeDeadline as Question, type Deadline, type DeadlineDay, type ProblemDefinition } from '@gongshu/contracts';
import { UnitOfWork, WorkingCalendars, type RequestContext } from '@gongshu/service-kit';
import { addWorkingDays, deadlineOf, type CountedDay, type WorkingCalendar } from '@gongshu/regulation';
import { KnownPacks } from '../pack/known-packs.js';
import type { Language } from '../pack/once-in-each-language.js';
import { DAY_WORDS } from './day-words.js';
import { readQuestion, type DeadlineQuestion } from './deadline-question.js';

/** When something is due, with the article that says so and every day of the period. */
@Injectable()
export class ComputeDeadline {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calendars: WorkingCalendars,
    private readonly packs: KnownPacks,
  ) {}

  async run(ctx: RequestContext, input: Question): Promise<Deadline> {
    const question = readQuestion(input);
    const calendar = await this.unitOfWork.read(ctx, (tx) => this.calendars.read(tx));
    if (question.kind === 'parameter') return this.byPack(question, calendar, ctx.language);
    const { dueOn, assumed, days } = addWorkingDays(calendar, question.startedOn, question.workingDays);
    return { dueOn, article: null, origin: null, parameter: null, quote: null, workingDays: question.workingDays, assumed, days: daysView(days, ctx.language) };
  }

  private byPack({ startedOn, pack: id, parameter }: DeadlineQuestion & { kind: 'parameter' }, calendar: WorkingCalendar, language: Language): Deadline {
    const pack = this.packs.inForceOn(id, startedOn);
    if (!Object.hasOwn(pack.parameters, parameter)) throw aboutParameter(this.packs.knowsKey(parameter) ? lawProblems.notRegulated : lawProblems.unknownParameter, language);
    const deadline = deadlineOf(pack, parameter, startedOn, calendar);
    if (deadline === null) throw aboutParameter(lawProblems.notAPeriod, language);
    const { dueOn, workingDays, assumed, days, source } = deadline;
    return { dueOn, article: source.article, origin: { id: source.packId, version: source.packVersion }, parameter, quote: source.quote, workingDays, assumed, days: daysView(days, language) };
  }
}

function aboutParameter(definition: ProblemDefinition, language: Language): Problem {
  const { code, title } = definition;
  return new Problem(definition, { errors: [{ pointer: '/parameter', code: code.replace('law/', ''), detail: title[language] }] });
}

function daysView(days: readonly CountedDay[], language: Language): DeadlineDay[] {
  return days.map((day) => ({ ...day, label: DAY_WORDS[day.reason][language] }));
}
