import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { WatchLimitsStore } from './watch-limits.store.js';

/** Lets the calls of a grant go again, because it was decided what to make of them. */
@Injectable()
export class LiftThrottle {
  constructor(private readonly limits: WatchLimitsStore) {}

  run(tx: Transaction, grantId: string): Promise<void> {
    return this.limits.release(tx, grantId);
  }
}
