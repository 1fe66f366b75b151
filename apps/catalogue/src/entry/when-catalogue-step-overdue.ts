import { Controller } from '@nestjs/common';
import { entryStepOverdue } from '@gongshu/contracts';
import { lapsedStep, OnTimer, type DueTimer, type Transaction } from '@gongshu/service-kit';

export const STEP_OVERDUE = 'catalogue-step-overdue';

@Controller()
export class WhenCatalogueStepOverdue {
  @OnTimer(STEP_OVERDUE)
  async run(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(entryStepOverdue, timer.key, lapsedStep(timer));
  }
}
