import type { Clock } from '@gongshu/service-kit';

/** At `wall` it was `shown`, and since then it has gone `speed` times as fast as the wall's clock: the same in every process. Milliseconds since the epoch. */
export interface FastTime {
  readonly wall: number;
  readonly shown: number;
  readonly speed: number;
}

/** A clock on which days pass within moments, also while nobody is there to look. */
export class FastClock implements Clock {
  constructor(private readonly time: FastTime) {}

  now(): number {
    const { wall, shown, speed } = this.time;
    return shown + (wallNow() - wall) * speed;
  }
}

export function wallNow(): number {
  return performance.timeOrigin + performance.now();
}
