import { Controller } from '@nestjs/common';
import { findMaintenances, FindMaintenances as Question, recordMaintenance, RecordMaintenance as Input, type MaintenanceReport, type MaintenanceView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindMaintenances } from './find-maintenances.js';
import { RecordMaintenance } from './record-maintenance.js';

@Controller()
export class MaintenanceController {
  constructor(
    private readonly recording: RecordMaintenance,
    private readonly finding: FindMaintenances,
  ) {}

  @Answers(recordMaintenance)
  record(input: Input, ctx: RequestContext): Promise<MaintenanceView> {
    return this.recording.run(ctx, input);
  }

  @Answers(findMaintenances)
  find(input: Question, ctx: RequestContext): Promise<MaintenanceReport> {
    return this.finding.run(ctx, input);
  }
}
