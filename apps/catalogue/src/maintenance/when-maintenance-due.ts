import { Controller } from '@nestjs/common';
import { catalogueMaintenanceOverdue, entryPublished, type CatalogueMaintenanceOverdue, type EventOf } from '@gongshu/contracts';
import { endOfDay, localDay } from '@gongshu/regulation';
import { NodeRegulation, OnTimer, Reacts, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { maintenanceDuty, yearOf } from './maintenance-law.js';
import { MaintenanceStore } from './maintenance.store.js';

const TIMER = 'catalogue-maintenance';

/** Whoever has published something is asked at the end of each year whether its catalogue was maintained. */
@Controller()
export class WhenMaintenanceDue {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly maintenances: MaintenanceStore,
  ) {}

  @Reacts(entryPublished, { as: 'maintenance-when-entry-published' })
  async begin({ data: { provider } }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    await this.ask(tx, provider.id, yearOf(localDay(tx.ctx.now)));
  }

  @OnTimer(TIMER)
  async end({ payload }: DueTimer, tx: Transaction): Promise<void> {
    const { organisation, year, article } = payload as unknown as CatalogueMaintenanceOverdue;
    if (!(await this.maintenances.maintainedIn(tx, year)).has(organisation)) tx.announce(catalogueMaintenanceOverdue, organisation, { organisation, year, article });
    await this.ask(tx, organisation, year + 1);
  }

  private async ask(tx: Transaction, organisation: string, year: number): Promise<void> {
    const duty = maintenanceDuty(this.regulation.pack, year);
    if (duty !== null) await tx.startTimer(TIMER, `${organisation}/${String(year)}`, endOfDay(duty.dueOn), { organisation, year, article: duty.article });
  }
}
