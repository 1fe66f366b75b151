import { Controller, Inject } from '@nestjs/common';
import { CLOCK, OnTimer, type Clock, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { SEAL_TIMER } from './record-stream.js';
import { SealRecords } from './seal-records.js';

const AGAIN_MILLISECONDS = 60_000;

/** The timer only says that it is time: a large tail must not hold up the timers behind it. It comes again until the sealing, in its own transaction, stops it. */
@Controller()
export class WhenSealDue {
  constructor(
    private readonly sealing: SealRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnTimer(SEAL_TIMER)
  async begin({ key: entryId }: DueTimer, tx: Transaction): Promise<void> {
    await tx.startTimer(SEAL_TIMER, entryId, new Date(this.clock.now() + AGAIN_MILLISECONDS).toISOString());
    this.sealing.begin(entryId);
  }
}
