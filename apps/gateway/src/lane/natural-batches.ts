interface Waiting<T, R> {
  readonly item: T;
  readonly weight: number;
  resolve(answer: R): void;
  reject(reason: unknown): void;
}

export interface BatchLimits {
  readonly most: number;
  /** Largest sum of weights in one message; a single item may exceed it. */
  readonly weight: number;
}

/** From how many calls in a message on it is worth waiting for those that were just answered to come again. */
const CROWD = 8;
const LONGEST_HOLD_MILLISECONDS = 4;

/**
 * Gathers what arrives while one message is under way, and sends all of it in the next one. A lone call waits for nobody, and under load the groups grow by themselves.
 *
 * Left alone, a crowd falls into two halves that take turns: one is answered while the other gathers, and each message costs as much as one for both would. So after the answers to a crowd the next
 * message is held until as many wait as had come by then, for a few milliseconds at most: less than the message takes.
 */
export class NaturalBatches<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private underWay = false;
  /** How many calls the next message is held for. */
  private expected = 0;
  private hold: NodeJS.Timeout | null = null;

  constructor(
    private readonly send: (items: readonly T[]) => Promise<readonly R[]>,
    private readonly limits: BatchLimits,
  ) {}

  add(item: T, weight: number): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, weight, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    if (this.underWay || this.waiting.length === 0) return;
    if (this.waiting.length < this.expected) {
      this.hold ??= setTimeout(() => this.go(), LONGEST_HOLD_MILLISECONDS);
      return;
    }
    this.go();
  }

  private go(): void {
    if (this.hold !== null) clearTimeout(this.hold);
    this.hold = null;
    this.underWay = true;
    // After the sockets that are readable now have been read: their calls belong together.
    setImmediate(() => {
      const batch = this.cut();
      void this.settle(batch).finally(() => {
        this.underWay = false;
        const crowd = batch.length + this.waiting.length;
        this.expected = crowd >= CROWD ? Math.min(crowd, this.limits.most) : 0;
        this.next();
      });
    });
  }

  private cut(): Waiting<T, R>[] {
    let count = 0;
    let weight = 0;
    for (const entry of this.waiting) {
      weight += entry.weight;
      if (count > 0 && (count === this.limits.most || weight > this.limits.weight)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async settle(batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const answers = await this.send(batch.map(({ item }) => item));
      if (answers.length !== batch.length) throw new Error(`${String(batch.length)} asked, ${String(answers.length)} answered`);
      batch.forEach(({ resolve }, index) => resolve(answers[index] as R));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
