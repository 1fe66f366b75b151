import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import type { AddressRule } from './address-rule.js';
import type { AnswerHead, Receiver } from './answer-parser.js';
import { UpstreamConnection, type Outgoing, type Target, type Timeouts } from './upstream-connection.js';
import { UpstreamFailure } from './upstream-failure.js';

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readable;
  /** Longest silence of the other side, when it may need longer than usual. */
  readonly silenceMilliseconds?: number;
}

export interface UpstreamExchange {
  pause(): void;
  resume(): void;
  /** Gives the answer up; nothing is received after it. */
  abort(): void;
}

export interface UpstreamOptions {
  readonly rule: AddressRule;
  /** Connections to one origin. */
  readonly most: number;
  readonly timeouts: Timeouts;
}

const CONTROL = /[\0-\x1f\x7f]/;
export const TIMEOUTS: Timeouts = { connectMilliseconds: 3_000, silenceMilliseconds: 30_000, idleMilliseconds: 4_000 };

/**
 * A keep-alive HTTP/1.1 client for the data path: no redirects, no cookies, no decoding; bytes are handed on as they come. A third of the cost of a general client
 * (`bench/governed-call` measures it).
 */
export class UpstreamClient {
  private readonly origins = new Map<string, Origin>();
  private closed = false;

  constructor(private readonly options: UpstreamOptions) {}

  /** Connections open at this moment. */
  get connections(): number {
    return [...this.origins.values()].reduce((sum, { size }) => sum + size, 0);
  }

  send(request: UpstreamRequest, receiver: Receiver): UpstreamExchange {
    const exchange = new Exchange(request, headOf(request), receiver);
    const target = targetOf(request.url);
    if (this.closed) exchange.onFailure(new UpstreamFailure('unreachable', 'the gateway is stopping'));
    else if (isIP(target.host) !== 0 && !this.options.rule(target.host)) exchange.onFailure(new UpstreamFailure('forbidden-address', `${target.host} is not allowed`));
    else this.originOf(target).take(exchange);
    return exchange;
  }

  close(): void {
    this.closed = true;
    for (const origin of this.origins.values()) origin.close();
  }

  private originOf(target: Target): Origin {
    const key = `${target.tls ? 's' : ''}/${target.host}/${target.port}`;
    let origin = this.origins.get(key);
    if (origin === undefined) {
      origin = new Origin(target, this.options, () => this.origins.delete(key));
      this.origins.set(key, origin);
    }
    return origin;
  }
}

function targetOf({ protocol, hostname, port }: URL): Target {
  const tls = protocol === 'https:';
  return { tls, host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname, port: port === '' ? (tls ? 443 : 80) : Number(port) };
}

function headOf({ method, url, headers, body }: UpstreamRequest): string {
  let head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n`;
  for (const [name, value] of Object.entries(headers)) {
    if (CONTROL.test(value)) throw new RangeError(`header ${name} has a control character`);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}${body === undefined ? '' : 'transfer-encoding: chunked\r\n'}\r\n`;
}

/** One call: survives a connection that the other side closed before it had answered anything. */
class Exchange implements Receiver, UpstreamExchange {
  private connection: UpstreamConnection | null = null;
  private origin: Origin | null = null;
  private over = false;
  /** A kept connection failed it already: the next try opens a new one. */
  retried = false;

  constructor(
    private readonly request: UpstreamRequest,
    private readonly head: string,
    private readonly receiver: Receiver,
  ) {}

  /** What is not repeatable takes no connection that might be dying. */
  get needsNewConnection(): boolean {
    return this.retried || this.request.body !== undefined;
  }

  begin(connection: UpstreamConnection, origin: Origin): void {
    this.connection = connection;
    this.origin = origin;
    const outgoing: Outgoing = { head: this.head, body: this.request.body ?? null, silenceMilliseconds: this.request.silenceMilliseconds ?? origin.silenceMilliseconds };
    connection.send(outgoing, this);
  }

  onHead(head: AnswerHead): void {
    if (!this.over) this.receiver.onHead(head);
  }

  onBody(chunk: Buffer): void {
    if (!this.over) this.receiver.onBody(chunk);
  }

  onEnd(): void {
    if (this.over) return;
    this.over = true;
    this.receiver.onEnd();
  }

  onFailure(failure: UpstreamFailure): void {
    if (this.over) return;
    const { connection, origin } = this;
    this.connection = null;
    if (failure.kind === 'broken' && connection !== null && origin !== null && connection.uses > 1 && !connection.answered && !this.retried) {
      this.retried = true;
      origin.take(this);
      return;
    }
    this.over = true;
    this.receiver.onFailure(failure);
  }

  pause(): void {
    if (!this.over) this.connection?.pause();
  }

  resume(): void {
    if (!this.over) this.connection?.resume();
  }

  abort(): void {
    if (this.over) return;
    this.over = true;
    this.connection?.destroy();
    this.origin?.forget(this);
  }

  waitAt(origin: Origin): void {
    this.origin = origin;
  }
}

/** All connections to one host and port, and the calls that wait for one. */
class Origin {
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
