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

/**
 * Gathers what arrives while one message is under way, and sends all of it in the next one. No timer: a lone call waits for nobody, and under load the groups grow
 * by themselves.
 */
export class NaturalBatches<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private underWay = false;

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
    this.underWay = true;
    // After the sockets that are readable now have been read: their calls belong together.
    setImmediate(() => {
      const batch = this.cut();
      void this.settle(batch).finally(() => {
        this.underWay = false;
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
