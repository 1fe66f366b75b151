import { Injectable } from '@nestjs/common';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { StopStore, type StopsInForce } from './stop.store.js';

/** As long as what was read may be relied on: about as long as word of a stop is on its way here anyway. */
const FRESH_MILLISECONDS = 100;

/** The stops in force. Every call asks for them and there are few, so they are read once for all calls of a moment. */
@Injectable()
export class FindStops {
  private found: Promise<StopsInForce> | null = null;
  private readAt = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stops: StopStore,
  ) {}

  inForce(ctx: RequestContext): Promise<StopsInForce> {
    if (this.found !== null && performance.now() - this.readAt < FRESH_MILLISECONDS) return this.found;
    const reading = this.unitOfWork.read(ctx, (tx) => this.stops.inForce(tx));
    this.found = reading;
    this.readAt = performance.now();
    reading.catch(() => {
      if (this.found === reading) this.found = null;
    });
    return reading;
  }
}
