const MOST_KEYS = 20_000;

/**
 * Counts per key that run off with time: `most` at once, and then one each `milliseconds`. Kept as one number for each key, the instant at which nothing of its count is left. Pure: time comes as
 * milliseconds since the epoch. Of this process alone, and for a bounded number of keys: those that were counted longest ago are forgotten.
 */
export class LeakyCount {
  private readonly emptyAt = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly milliseconds: number,
  ) {}

  /** Milliseconds until one more may be counted; 0 when it may be now. */
  wait(key: string, now: number): number {
    return Math.max(0, Math.max(this.emptyAt.get(key) ?? now, now) - now - (this.most - 1) * this.milliseconds);
  }

  /** Counts one more; false, and nothing counted, when there may be none now. */
  add(key: string, now: number): boolean {
    if (this.wait(key, now) > 0) return false;
    const after = Math.max(this.emptyAt.get(key) ?? now, now) + this.milliseconds;
    this.emptyAt.delete(key);
    if (this.emptyAt.size >= MOST_KEYS) this.emptyAt.delete(this.emptyAt.keys().next().value ?? '');
    this.emptyAt.set(key, after);
    return true;
  }
}
