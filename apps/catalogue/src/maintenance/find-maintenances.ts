import { Injectable } from '@nestjs/common';
import type { FindMaintenances as Question, MaintenanceReport } from '@gongshu/contracts';
import { localDay } from '@gongshu/regulation';
import { actingOrganisation, NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { EntryAccess } from '../entry/entry-access.js';
import { maintenanceDuty } from './maintenance-law.js';
import { MaintenanceStore } from './maintenance.store.js';

/** Which departments have maintained their catalogue in a year, and which should have. */
@Injectable()
export class FindMaintenances {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly entries: EntryAccess,
    private readonly maintenances: MaintenanceStore,
  ) {}

  async run(ctx: RequestContext, { year }: Question): Promise<MaintenanceReport> {
    const { id, division } = actingOrganisation(ctx);
    const isNodeAuthority = ctx.roles.includes('DATA_AUTHORITY') && division === ctx.node.code;
    const duty = maintenanceDuty(this.regulation.pack, year);
    const ended = duty !== null && duty.dueOn < localDay(ctx.now);
    return this.unitOfWork.read(ctx, async (tx) => {
      const maintained = await this.maintenances.maintainedIn(tx, year);
      const departments = (await this.entries.providers(tx)).filter((provider) => isNodeAuthority || provider.id === id);
      const items = departments.map((department) => ({ department, maintained: maintained.has(department.id), overdue: ended && !maintained.has(department.id) }));
      return { year, dueOn: duty?.dueOn ?? null, article: duty?.article ?? null, items };
    });
  }
}
