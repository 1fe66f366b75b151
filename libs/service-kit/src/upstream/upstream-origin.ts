import type { AddressRule } from './address-rule.js';
import { UpstreamConnection, type Target, type Timeouts } from './upstream-connection.js';
import type { Exchange } from './upstream-exchange.js';
import { UpstreamFailure } from './upstream-failure.js';

export interface UpstreamOptions {
  readonly rule: AddressRule;
  /** Connections to one origin. */
  readonly most: number;
  readonly timeouts: Timeouts;
}

/** All connections to one host and port, and the calls that wait for one. */
export class Origin {
  private readonly idle: UpstreamConnection[] = [];
  private readonly all = new Set<UpstreamConnection>();
  private readonly waiting = new Set<Exchange>();

  constructor(
    private readonly target: Target,
    private readonly options: UpstreamOptions,
    private readonly onEmpty: () => void,
  ) {}

  get size(): number {
    return this.all.size;
  }

  get silenceMilliseconds(): number {
    return this.options.timeouts.silenceMilliseconds;
  }

  take(exchange: Exchange): void {
    const kept = exchange.needsNewConnection ? undefined : this.idle.pop();
    if (kept !== undefined) exchange.begin(kept, this);
    else if (this.all.size < this.options.most) exchange.begin(this.open(), this);
    else {
      exchange.waitAt(this);
      this.waiting.add(exchange);
      // A call that needs a new connection makes room for it.
      if (exchange.needsNewConnection) this.idle.pop()?.destroy();
    }
  }

  forget(exchange: Exchange): void {
    this.waiting.delete(exchange);
  }

  close(): void {
    for (const exchange of this.waiting) exchange.onFailure(new UpstreamFailure('unreachable', 'the gateway is stopping'));
    this.waiting.clear();
    for (const connection of this.all) connection.destroy();
  }

  private open(): UpstreamConnection {
    const connection = new UpstreamConnection(
      this.target,
      this.options.rule,
      this.options.timeouts,
      (idle) => {
        this.idle.push(idle);
        this.serveNext();
      },
      (closed) => {
        this.all.delete(closed);
        const at = this.idle.indexOf(closed);
        if (at !== -1) this.idle.splice(at, 1);
        this.serveNext();
        if (this.all.size === 0 && this.waiting.size === 0) this.onEmpty();
      },
    );
    this.all.add(connection);
    return connection;
  }

  private serveNext(): void {
    const [next] = this.waiting;
    if (next === undefined) return;
    this.waiting.delete(next);
    this.take(next);
  }
}
