/** The only source of time. Tests travel by giving their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export const CLOCK = Symbol('Clock');

export const systemClock: Clock = { now: () => Date.now() };

/** The clock's instant, ISO 8601 in UTC. */
export function instantOf(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
