export interface PaceLimits {
  /** Calls that may always be young at once: enough to keep a machine busy and messages full. */
  readonly least: number;
  readonly most: number;
}

const ADJUST_MILLISECONDS = 100;
/** A loop that is later than this has all it can do; one that is less late has time left. */
const BUSY_MILLISECONDS = 8;
const IDLE_MILLISECONDS = 3;
const DOWN = 0.8;
const UP = 1.2;

/**
 * How many calls may be young at once. While the event loop is busy, more calls at once get no more done: they only wait inside, where who has most connections gets most, instead of outside, where turns are taken. While it has
 * time, calls wait for their providers, and more may come in.
 *
 * Pure: time comes as milliseconds of whatever clock never goes back.
 */
export class Pace {
  private places: number;
  private late = 0;
  private looks = 0;
  private adjusted = Number.NEGATIVE_INFINITY;

  constructor(private readonly limits: PaceLimits) {
    this.places = limits.least;
  }

  /** How many may be young now. */
  get now(): number {
    return this.places;
  }

  /** The loop came so late to this look, while so many calls waited. Answers how many may be young from now on. */
  look(lateMilliseconds: number, waiting: number, now: number): number {
    this.late += lateMilliseconds;
    this.looks += 1;
    if (now - this.adjusted < ADJUST_MILLISECONDS) return this.places;
    const { least, most } = this.limits;
    const mean = this.late / this.looks;
    if (mean > BUSY_MILLISECONDS) this.places = Math.max(least, Math.floor(this.places * DOWN));
    else if (mean < IDLE_MILLISECONDS && waiting > 0) this.places = Math.min(most, Math.ceil(this.places * UP));
    this.late = 0;
    this.looks = 0;
    this.adjusted = now;
    return this.places;
  }
}
