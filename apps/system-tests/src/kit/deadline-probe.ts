import { Controller, Module } from '@nestjs/common';
import { entryStepDueSoon, entryStepOverdue } from '@gongshu/contracts';
import {
  CreateCalendarYears20260103000000,
  deadlineTimers,
  keepDeadline,
  NodeRegulation,
  OnTimer,
  stepDeadline,
  UnitOfWork,
  WorkingCalendars,
  type DueTimer,
  type RequestContext,
  type ServiceDefinition,
  type Transaction,
} from '@gongshu/service-kit';
import { CreateEffect20260102000000, recordEffect } from './probe-service.js';

export type Standing = Parameters<typeof keepDeadline>[3];

export const PROBE_TIMERS = deadlineTimers('probe');

@Controller()
export class DeadlineProbe {
  /** What happens within the transaction of a reminder; each test says it anew. */
  meanwhile: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
  ) {}

  /** Cases come to a step, as an act brings them there. */
  async enter(ctx: RequestContext, cases: ReadonlyMap<string, Standing>): Promise<void> {
    await this.unitOfWork.run(ctx, async (tx) => {
      const calendar = await this.calendars.forAct(tx);
      for (const [id, standing] of cases) await keepDeadline(tx, PROBE_TIMERS, id, standing, { pack: this.regulation.pack, calendar });
    });
  }

  @OnTimer(PROBE_TIMERS.dueSoon)
  async remind(timer: DueTimer, tx: Transaction): Promise<void> {
    await recordEffect(tx, 'reminded', timer.key);
    tx.announce(entryStepDueSoon, timer.key, stepDeadline(timer));
    await this.meanwhile();
  }

  @OnTimer(PROBE_TIMERS.overdue)
  async lapse(timer: DueTimer, tx: Transaction): Promise<void> {
    await recordEffect(tx, 'lapsed', timer.key);
    tx.announce(entryStepOverdue, timer.key, stepDeadline(timer));
  }
}

@Module({ controllers: [DeadlineProbe] })
class DeadlineProbeModule {}

/** A service of the kit whose cases have deadlines and nothing else. */
export const deadlineProbe: ServiceDefinition = {
  name: 'catalogue',
  module: DeadlineProbeModule,
  settings: {},
 
  migrations: [CreateEffect20260102000000, CreateCalendarYears20260103000000],
};

/** A case at a step whose period of so many working days began on a day. */
export function standingOf(period: { readonly startedOn: string; readonly workingDays: number; readonly dueOn: string }, differs: Partial<Standing> = {}): Standing {
  const { startedOn, workingDays, dueOn } = period;
  return {
    packId: 'hebei', packVersion: '1', procedure: 'probe', step: 'REPLY', ended: false, since: `${startedOn}T09:00:00+08:00`, dueOn, dueArticle: '19',
    period: { parameter: 'sharing.reply.days', startedOn, workingDays, assumed: false }, extensions: 0, extensionAppliedOn: null, ...differs,
  };
}
