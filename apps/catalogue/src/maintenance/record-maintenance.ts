import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { catalogueMaintained, Problem, problems, type MaintenanceView, type RecordMaintenance as Input } from '@gongshu/contracts';
import { localDay } from '@gongshu/regulation';
import { actingOrganisation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { yearOf } from './maintenance-law.js';
import { MaintenanceStore } from './maintenance.store.js';

/** A department has gone through its whole catalogue; confirming that nothing has changed counts (DEFAULT-10). */
@Injectable()
export class RecordMaintenance {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly maintenances: MaintenanceStore,
  ) {}

  async run(ctx: RequestContext, input: Input): Promise<MaintenanceView> {
    return this.unitOfWork.run(ctx, (tx) => this.record(tx, input), input);
  }

  private async record(tx: Transaction, { year, noChange = false }: Input): Promise<MaintenanceView> {
    const { ctx } = tx;
    const thisYear = yearOf(localDay(ctx.now));
    if (year !== thisYear && year !== thisYear - 1) {
      throw new Problem(problems.invalidInput, { errors: [{ pointer: '/year', code: 'out-of-range', detail: `${String(thisYear)}, or ${String(thisYear - 1)} late` }] });
    }
    const department = { ...actingOrganisation(ctx) };
    const maintenance: MaintenanceView = { id: randomUUID(), year, department, noChange, late: year < thisYear, recordedAt: ctx.now };
    await this.maintenances.insert(tx, maintenance);
    tx.announce(catalogueMaintained, maintenance.id, { id: maintenance.id, organisation: department.id, year, noChange });
    return maintenance;
  }
}
