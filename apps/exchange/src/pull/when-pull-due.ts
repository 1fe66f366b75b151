import { Controller, Inject } from '@nestjs/common';
import { CLOCK, OnTimer, type Clock, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { PULL_TIMER } from './pull-timer.js';
import { PullStore } from './pull.store.js';
import { RunPull } from './run-pull.js';

const MINUTE = 60_000;

/** The timer only says that it is time: a source that is slow must not hold up the timers behind it. A run that a stop breaks off is made up for by the next. */
@Controller()
export class WhenPullDue {
  constructor(
    private readonly pulls: PullStore,
    private readonly running: RunPull,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnTimer(PULL_TIMER)
  async begin({ key: entryId, dueAt }: DueTimer, tx: Transaction): Promise<void> {
    const pull = await this.pulls.find(tx, entryId);
    if (pull === undefined || pull.everyMinutes === null) return;
    const period = pull.everyMinutes * MINUTE;
    // What was missed while nobody ran is pulled once.
    const next = new Date(this.clock.now() - ((this.clock.now() - Date.parse(dueAt)) % period) + period).toISOString();
    await tx.startTimer(PULL_TIMER, entryId, next);
    await this.pulls.setNext(tx, entryId, next);
    this.running.begin(entryId);
  }
}
