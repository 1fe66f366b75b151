import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Problem, type PermitClosing } from '@gongshu/contracts';

const MOST_IN_A_MESSAGE = 512;
/** Nobody waits for a closing, and each message of them costs sharing as much as one of permits. */
const GATHER_MILLISECONDS = 50;
const RETRY_MILLISECONDS = 1_000;

/** Ends of calls on their way to sharing, tried until they are answered: closing a permit twice changes nothing. */
export class ClosingQueue {
  private readonly waiting: PermitClosing[] = [];
  private working: Promise<void> | null = null;
  private readonly stopping = new AbortController();

  constructor(
    private readonly send: (closings: readonly PermitClosing[]) => Promise<void>,
    private readonly logger: Logger,
  ) {}

  add(closing: PermitClosing): void {
    this.waiting.push(closing);
    this.start();
  }

  async drain(milliseconds: number): Promise<void> {
    if (this.working !== null) await Promise.race([this.working, delay(milliseconds, undefined, { ref: false })]);
    this.stopping.abort();
    if (this.waiting.length > 0) this.logger.warn({ permits: this.waiting.length }, 'permits stay open: their ends could not be reported');
  }

  private start(): void {
    this.working ??= this.work().finally(() => {
      this.working = null;
      // One may have come between the last look and now.
      if (this.waiting.length > 0 && !this.stopping.signal.aborted) this.start();
    });
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0 && !this.stopping.signal.aborted) {
      if (this.waiting.length < MOST_IN_A_MESSAGE) await delay(GATHER_MILLISECONDS);
      const batch = this.waiting.slice(0, MOST_IN_A_MESSAGE);
      try {
        await this.send(batch);
        this.waiting.splice(0, batch.length);
      } catch (error) {
        if (error instanceof Problem && error.definition.status < 500) {
          // Sent again it would be refused again, and hold up all that wait behind it.
          this.logger.error({ err: error, permits: batch.map(({ permitId }) => permitId) }, 'ends of permits refused');
          this.waiting.splice(0, batch.length);
        } else await delay(RETRY_MILLISECONDS, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
      }
    }
  }
}
