import type { Clock } from '@gongshu/service-kit';

/** A clock that stands still until a test moves it. */
export class TravelClock implements Clock {
  private at: number;

  constructor(instant: string) {
    this.at = Date.parse(instant);
  }

  now(): number {
    return this.at;
  }

  /** Goes to an instant, ISO 8601 with offset. */
  travelTo(instant: string): void {
    this.at = Date.parse(instant);
  }

  advance(milliseconds: number): void {
    this.at += milliseconds;
  }
}
