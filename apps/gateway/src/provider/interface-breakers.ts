import { EventEmitter } from 'node:events';
import CircuitBreaker from 'opossum';
import { exchangeProblems, Problem } from '@gongshu/contracts';
import type { Clock, Metrics } from '@gongshu/service-kit';
import { isOutOfOrder } from './status-refused.js';

export interface BreakerLimits {
  /** Calls in the window before anything is concluded from their failures. */
  readonly least: number;
  readonly windowMilliseconds: number;
  /** How long nobody calls an interface that does not work. */
  readonly restMilliseconds: number;
}

const LIMITS: BreakerLimits = { least: 10, windowMilliseconds: 10_000, restMilliseconds: 10_000 };
const BUCKETS = 10;
/** Interfaces remembered; the one that was called longest ago is forgotten first. */
const MOST_INTERFACES = 2_000;

type Attempt = () => Promise<unknown>;
interface Breaker {
  readonly circuit: CircuitBreaker<[Attempt]>;
  /** When the interface is tried again; null while it is called. */
  until: number | null;
}

/**
 * One circuit breaker per interface: when half of its calls fail it is left alone for a while, then one call tries whether it works again. Nobody waits for a service that is away, and it is not
 * overrun when it returns.
 */
export class InterfaceBreakers {
  private readonly breakers = new Map<string, Breaker>();
  private readonly buckets = new EventEmitter().setMaxListeners(0);
  private readonly turning: NodeJS.Timeout;

  constructor(
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly limits: BreakerLimits = LIMITS,
  ) {
    this.turning = setInterval(() => this.buckets.emit('rotate'), limits.windowMilliseconds / BUCKETS).unref();
  }

  /** @throws Problem `exchange/source-unavailable` 503 while the interface is left alone; what the attempt throws */
  async run<T>(name: string, attempt: () => Promise<T>): Promise<T> {
    const breaker = this.breakerOf(name);
    if (breaker.circuit.opened || (breaker.circuit.halfOpen && !breaker.circuit.pendingClose)) {
      this.metrics.interfaceBreakers.inc({ outcome: 'refused' });
      throw new Problem({ ...exchangeProblems.sourceUnavailable, status: 503 }, { retryAfterSeconds: this.secondsUntil(breaker) });
    }
    return breaker.circuit.fire(attempt) as Promise<T>;
  }

  close(): void {
    clearInterval(this.turning);
    for (const { circuit } of this.breakers.values()) circuit.shutdown();
    this.breakers.clear();
  }

  private secondsUntil({ until }: Breaker): number {
    const rest = this.limits.restMilliseconds;
    const left = until === null ? 0 : Math.min(rest, until - this.clock.now());
    return Math.max(1, Math.ceil(left / 1_000));
  }

  private breakerOf(name: string): Breaker {
    const kept = this.breakers.get(name);
    const breaker = kept ?? this.create();
    // Called last, forgotten last.
    this.breakers.delete(name);
    this.breakers.set(name, breaker);
    if (kept === undefined && this.breakers.size > MOST_INTERFACES) this.forgetOldest();
    return breaker;
  }

  private forgetOldest(): void {
    const [oldest] = this.breakers;
    if (oldest === undefined) return;
    oldest[1].circuit.shutdown();
    this.breakers.delete(oldest[0]);
  }

  private create(): Breaker {
    const { least, windowMilliseconds, restMilliseconds } = this.limits;
    const circuit = new CircuitBreaker<[Attempt]>((attempt) => attempt(), {
      timeout: false, errorThresholdPercentage: 50, volumeThreshold: least, resetTimeout: restMilliseconds, rollingCountTimeout: windowMilliseconds, rollingCountBuckets: BUCKETS,
      rollingPercentilesEnabled: false, enableSnapshots: false, rotateBucketController: this.buckets, errorFilter: (failure) => !isOutOfOrder(failure),
    });
    const breaker: Breaker = { circuit, until: null };
    circuit.on('open', () => {
      breaker.until = this.clock.now() + restMilliseconds;
      this.metrics.interfaceBreakers.inc({ outcome: 'opened' });
    });
    circuit.on('close', () => {
      breaker.until = null;
      this.metrics.interfaceBreakers.inc({ outcome: 'closed' });
    });
    return breaker;
  }
}
