import { setImmediate as nextTurn } from 'node:timers/promises';
import { startService } from '@gongshu/service-kit';
import { deadlineProbe } from './deadline-probe.js';
import { FastClock, type FastTime } from './fast-clock.js';

/** The probe service in a process of its own, to be killed. The first message it gets says how to run. */
export interface DeadlineOrder {
  readonly settings: Readonly<Record<string, string>>;
  readonly time: FastTime;
}

async function run({ settings, time }: DeadlineOrder): Promise<never> {
  const { bus } = await startService(deadlineProbe, { settings, clock: new FastClock(time) });
  process.send?.('started');
  for (;;) {
    // A connection that was cut fails a round; the next one goes on. The service's own loop runs beside this one.
    await bus.fireDueTimers().catch(() => 0);
    await nextTurn();
  }
}

process.once('message', (order) => void run(order as DeadlineOrder));
process.once('disconnect', () => process.exit());
