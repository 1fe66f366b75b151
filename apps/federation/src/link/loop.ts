import { setTimeout as delay } from 'node:timers/promises';

/** What a round says: there is more at once, or nothing before the next kick or poll. */
export type RoundResult = 'again' | 'rest';

interface LoopOptions {
  readonly pollMilliseconds: number;
  /** Shortest time between the starts of two rounds: under a stream of kicks each round finds more to do at once. 0 when absent. */
  readonly apartMilliseconds?: number;
  /** Longest pause after failures: they start at 0.1 s, double, and vary so that many nodes do not come back at the same instant. */
  readonly longestBackoffMilliseconds?: number;
  readonly failed: (error: unknown) => void;
}

const FIRST_BACKOFF = 100;

/** One thing done over and over, never twice at a time: at once when kicked, otherwise now and then. */
export class Loop {
  private wake: (() => void) | null = null;
  private pending = false;
  private failures = 0;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly round: () => Promise<RoundResult>,
    private readonly options: LoopOptions,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** There may be something to do. A loop that backs off is left alone. */
  kick(): void {
    this.pending = true;
    if (this.failures === 0) this.wake?.();
  }

  /** What failed may work again: ends a back-off. */
  hurry(): void {
    this.failures = 0;
    this.kick();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.pending = false;
      const began = performance.now();
      try {
        const result = await this.round();
        this.failures = 0;
        if (result === 'again') continue;
      } catch (error) {
        if (this.stopped) return;
        this.failures += 1;
        this.options.failed(error);
      }
      await this.rest(this.failures === 0 ? this.options.pollMilliseconds : this.backoff());
      await this.keepApart(began);
    }
  }

  private async keepApart(began: number): Promise<void> {
    const early = began + (this.options.apartMilliseconds ?? 0) - performance.now();
    if (early > 0 && !this.stopped) await delay(early);
  }

  private backoff(): number {
    const { longestBackoffMilliseconds: longest = 30_000 } = this.options;
    return Math.min(FIRST_BACKOFF * 2 ** (this.failures - 1), longest) * (0.5 + Math.random() / 2);
  }

  private async rest(milliseconds: number): Promise<void> {
    if (this.stopped || (this.pending && this.failures === 0)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }
}
