import type { Logger } from 'pino';
import type { Clock } from '../context/clock.js';
import { instantOf } from '../context/clock.js';
import { platformContext, type NodeIdentity } from '../context/request-context.js';
import type { Transaction } from '../database/transaction.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import type { DueTimer } from '../messaging/handlers.js';
import type { Metrics } from '../telemetry/metrics.js';

export type TimerHandler = (timer: DueTimer, tx: Transaction) => Promise<unknown>;

export interface TimerParts {
  readonly service: string;
  readonly node: NodeIdentity;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

const POLL_MILLISECONDS = 1_000;
const RETRY_SECONDS = 30;

interface TimerRow {
  readonly kind: string;
  readonly key: string;
  readonly due_at: Date;
  readonly payload: Record<string, unknown>;
}

/**
 * Fires due timers. A timer's row is locked, its handler runs, and the row goes in the same transaction: a process killed at any instant leaves either the row or the whole effect,
 * so a timer is neither lost nor fired twice. Replicas pass over each other's rows (SKIP LOCKED). Timers of one thing fire in order, also when several are overdue at once; one whose
 * handler failed does not hold up the next.
 */
export class TimerLoop {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly parts: TimerParts,
    private readonly handlers: ReadonlyMap<string, TimerHandler>,
  ) {}

  start(): void {
    if (this.handlers.size === 0) return;
    this.timer = setTimeout(() => {
      this.running = this.fireDue()
        .catch((error: unknown) => this.parts.logger.error({ err: error }, 'timers could not be read'))
        .then(() => {
          if (!this.stopped) this.start();
        });
    }, POLL_MILLISECONDS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.running;
  }

  /** Fires all that is due by the clock now; answers how many. Tests call it after moving the clock. */
  async fireDue(): Promise<number> {
    let fired = 0;
    while (!this.stopped && (await this.fireOne())) fired += 1;
    return fired;
  }

  private async fireOne(): Promise<boolean> {
    const { unitOfWork, node, clock } = this.parts;
    const now = instantOf(clock);
    let claimed: TimerRow | undefined;
    try {
      await unitOfWork.run(platformContext(node, clock, 'timer'), async (tx) => {
        [claimed] = await tx.query<TimerRow>(
          `SELECT kind, key, due_at, payload FROM timer
            WHERE due_at <= $1 AND kind = ANY($2) AND (lease_until IS NULL OR lease_until <= $1)
              AND NOT EXISTS (SELECT FROM timer earlier WHERE earlier.kind = ANY($2) AND earlier.key = timer.key AND earlier.due_at < timer.due_at AND earlier.lease_until IS NULL)
            ORDER BY due_at LIMIT 1 FOR UPDATE OF timer SKIP LOCKED`,
          [now, [...this.handlers.keys()]],
        );
        if (claimed === undefined) return;
        const handler = this.handlers.get(claimed.kind);
        await tx.query('DELETE FROM timer WHERE kind = $1 AND key = $2', [claimed.kind, claimed.key]);
        await handler?.({ kind: claimed.kind, key: claimed.key, dueAt: claimed.due_at.toISOString(), payload: claimed.payload }, tx);
      });
    } catch (error) {
      if (claimed === undefined) throw error;
      await this.postpone(claimed, error);
      return true;
    }
    if (claimed === undefined) return false;
    this.parts.metrics.timers.inc({ service: this.parts.service, kind: claimed.kind });
    return true;
  }

  /** A handler that failed gets the timer again later, and does not hold up the others. */
  private async postpone(timer: TimerRow, error: unknown): Promise<void> {
    this.parts.logger.error({ err: error, kind: timer.kind, key: timer.key }, 'timer failed and will be tried again');
    await this.parts.unitOfWork.source.query(
      `UPDATE timer SET attempts = attempts + 1, lease_until = $3::timestamptz + make_interval(secs => $4) WHERE kind = $1 AND key = $2`,
      [timer.kind, timer.key, instantOf(this.parts.clock), RETRY_SECONDS],
    );
  }
}
