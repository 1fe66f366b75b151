import { Controller } from '@nestjs/common';
import { requestStepOverdue } from '@gongshu/contracts';
import { OnTimer, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { STEP_OVERDUE } from './record-move.js';

/** A lapsed period decides nothing: it is announced, once. */
@Controller()
export class WhenRequestStepOverdue {
  @OnTimer(STEP_OVERDUE)
  announce({ key, payload }: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(requestStepOverdue, key, { id: key, step: String(payload['step']), dueOn: String(payload['dueOn']), article: String(payload['article']) });
    return Promise.resolve();
  }
}
