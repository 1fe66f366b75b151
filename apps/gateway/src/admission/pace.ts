export interface PaceLimits {
  readonly least: number;
  readonly most: number;
  /** How long a call should wait for its permit when there is more to do than can be done. */
  readonly aimMilliseconds: number;
}

/** Weight of the latest call in the mean. */
const LATEST = 1 / 32;
const ADJUST_MILLISECONDS = 100;
const FASTEST_DOWN = 0.8;
const FASTEST_UP = 1.2;

/**
 * How many calls may be entering at once, so that all that can be done is done and nobody waits in vain. The time a call takes to its permit tells: gateway, bus, sharing and database take part in it, and each lets it wait when it
 * has too much to do; how long providers take, or callers to read, is not in it. Beyond the aim fewer may enter, and whoever waits, waits where turns are taken. Below it more may, as long as somebody waits.
 *
 * Pure: time comes as milliseconds of whatever clock never goes back.
 */
export class Pace {
  private places: number;
  private mean: number | null = null;
  private used = 0;
  private adjusted = Number.NEGATIVE_INFINITY;

  constructor(private readonly limits: PaceLimits) {
    this.places = limits.most;
  }

  /** A call has its permit so long after it was let in, while so many were entering and so many waited. Answers how many may enter from now on. */
  took(milliseconds: number, entering: number, waiting: number, now: number): number {
    this.mean = this.mean === null ? milliseconds : this.mean + (milliseconds - this.mean) * LATEST;
    this.used = Math.max(this.used, entering);
    if (now - this.adjusted < ADJUST_MILLISECONDS) return this.places;
    const { least, most, aimMilliseconds } = this.limits;
    const factor = Math.min(FASTEST_UP, Math.max(FASTEST_DOWN, aimMilliseconds / Math.max(this.mean, 1)));
    if (factor < 1) this.places = Math.max(least, Math.floor(Math.min(this.places, this.used) * factor));
    else if (waiting > 0) this.places = Math.min(most, Math.ceil(this.places * factor));
    this.used = entering;
    this.adjusted = now;
    return this.places;
  }
}
