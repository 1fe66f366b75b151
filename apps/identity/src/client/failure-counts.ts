import { Injectable } from '@nestjs/common';
import { LeakyCount } from './leaky-count.js';
import type { ClientSource } from './client-source.store.js';

const MINUTE = 60_000;

/**
 * Failures of a name over all addresses. Past twenty, whoever comes from an address the client has not proved itself from waits until one more may be tried, every twenty seconds: that slows those who
 * guess from many addresses, and shuts nobody out. One address alone does not bring it about, because no more is counted of it than locks it. Names of no client are counted alike, so that a wait tells
 * nothing of who exists. Of this process alone: with several replicas each counts for itself.
 */
@Injectable()
export class FailureCounts {
  private readonly ofAddress = new LeakyCount(5, 3 * MINUTE);
  private readonly ofName = new LeakyCount(20, MINUTE / 3);
  private readonly told = new LeakyCount(1, 15 * MINUTE);

  /** Seconds until another try; 0 when it may be now. */
  waitSeconds(clientId: string, now: string): number {
    return Math.ceil(this.ofName.wait(clientId, Date.parse(now)) / 1_000);
  }

  /** Counts a failure. Answers whether it is the one from which on there is a wait, once in a quarter of an hour. */
  add({ clientId, address }: ClientSource, now: string): boolean {
    const instant = Date.parse(now);
    if (!this.ofAddress.add(`${clientId} ${address}`, instant) || !this.ofName.add(clientId, instant)) return false;
    return this.ofName.wait(clientId, instant) > 0 && this.told.add(clientId, instant);
  }
}
