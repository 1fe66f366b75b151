import { Controller } from '@nestjs/common';
import { requestStepOverdue } from '@gongshu/contracts';
import { lapsedStep, OnTimer, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { STEP_OVERDUE } from './record-move.js';

@Controller()
export class WhenRequestStepOverdue {
  @OnTimer(STEP_OVERDUE)
  async run(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(requestStepOverdue, timer.key, lapsedStep(timer));
  }
}
