import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { SafetyStop } from './safety-stop.js';
import { SafetyStopStore } from './safety-stop.store.js';

/** The stop that holds for an entry, for whoever gives a new grant on it. Waits for one that is being set or lifted. */
@Injectable()
export class FindSafetyStop {
  constructor(private readonly stops: SafetyStopStore) {}

  run(tx: Transaction, entryId: string): Promise<SafetyStop | undefined> {
    return this.stops.livingOn(tx, entryId);
  }
}
