import { Controller } from '@nestjs/common';
import { verificationStepOverdue, type VerificationStepOverdue } from '@gongshu/contracts';
import { OnTimer, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { OVERDUE_TIMER } from './record-move.js';

/** A period has lapsed: that is told, and decides nothing. The next move would have taken the timer away. */
@Controller()
export class WhenVerificationOverdue {
  @OnTimer(OVERDUE_TIMER)
  run({ key, payload }: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(verificationStepOverdue, key, payload as unknown as VerificationStepOverdue);
    return Promise.resolve();
  }
}
