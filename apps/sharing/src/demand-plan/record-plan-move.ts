import { Injectable } from '@nestjs/common';
import { caseMoved, demandPlanMoved } from '@gongshu/contracts';
import { historyEntry, keepDeadline, NodeRegulation, tellCase, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import type { Moved } from '@gongshu/regulation';
import { listed, PLAN_TIMERS, type DemandPlan } from './demand-plan.js';
import { DemandPlanStore } from './demand-plan.store.js';

/** Everything that follows from an act on a plan: history, a version where the body has spoken, deadline, and who is told. */
@Injectable()
export class RecordPlanMove {
  constructor(
    private readonly plans: DemandPlanStore,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
  ) {}

  /** @param isVersion the body has submitted, updated or confirmed its plan */
  async run(tx: Transaction, plan: DemandPlan, moved: Moved, isVersion: boolean): Promise<DemandPlan> {
    const { standing, act, to, source } = moved;
    const pack = this.regulation.packOf(standing);
    const recorded: DemandPlan = {
      ...plan,
      standing,
      version: plan.version + (isVersion ? 1 : 0),
      submittedAt: plan.submittedAt ?? (isVersion ? tx.ctx.now : null),
      history: [...plan.history, historyEntry(moved, tx.ctx)],
    };
    await this.plans.save(tx, recorded);
    if (isVersion) await this.plans.addVersion(tx, recorded, act);
    const { id, year, requester, version } = recorded;
    await keepDeadline(tx, PLAN_TIMERS, id, standing, { pack, calendar: await this.calendars.forAct(tx) });
    tx.announce(demandPlanMoved, id, { id, year, organisationId: requester.id, act, to, version, article: source.article, dueOn: standing.dueOn });
    tellCase(tx, caseMoved.sharing, pack, listed(recorded));
    return recorded;
  }
}
