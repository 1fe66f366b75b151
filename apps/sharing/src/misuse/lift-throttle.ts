import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { CallTallyStore } from './call-tally.store.js';

/** Lets the calls of a grant go again, because it was decided what to make of them. */
@Injectable()
export class LiftThrottle {
  constructor(private readonly tallies: CallTallyStore) {}

  run(tx: Transaction, grantId: string): Promise<void> {
    return this.tallies.release(tx, grantId);
  }
}
