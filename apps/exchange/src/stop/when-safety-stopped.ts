import { Controller } from '@nestjs/common';
import { safetyStopLifted, safetyStopped, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { StopStore } from './stop.store.js';

/** Tickets that were given before a safety stop open nothing after it. */
@Controller()
export class WhenSafetyStopped {
  constructor(private readonly stops: StopStore) {}

  @Reacts(safetyStopped, { as: 'when-safety-stopped' })
  async stop({ data, time }: EventOf<typeof safetyStopped>, tx: Transaction): Promise<void> {
    await this.stops.stop(tx, data, time);
  }

  @Reacts(safetyStopLifted, { as: 'when-safety-stop-lifted' })
  async letGo({ data, time }: EventOf<typeof safetyStopLifted>, tx: Transaction): Promise<void> {
    await this.stops.lift(tx, data, time);
  }
}
