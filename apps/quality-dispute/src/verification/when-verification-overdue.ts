import { Controller } from '@nestjs/common';
import { verificationStepOverdue } from '@gongshu/contracts';
import { lapsedStep, OnTimer, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { STEP_OVERDUE } from './record-move.js';

@Controller()
export class WhenVerificationOverdue {
  @OnTimer(STEP_OVERDUE)
  async run(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(verificationStepOverdue, timer.key, lapsedStep(timer));
  }
}
