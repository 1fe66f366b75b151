import type { Readable } from 'node:stream';
import type { AnswerHead, Receiver } from './answer-parser.js';
import type { Outgoing, UpstreamConnection } from './upstream-connection.js';
import { UpstreamFailure } from './upstream-failure.js';
import type { Origin } from './upstream-origin.js';

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readable;
  /** May not be sent twice: it takes no kept connection, of which nobody knows whether it still stands. */
  readonly once?: boolean;
  /** Longest silence of the other side, when it may need longer than usual. */
  readonly silenceMilliseconds?: number;
}

export interface UpstreamExchange {
  pause(): void;
  resume(): void;
  /** Gives the answer up; nothing is received after it. */
  abort(): void;
}

/** One call: survives a connection that the other side closed before it had answered anything. */
export class Exchange implements Receiver, UpstreamExchange {
  private connection: UpstreamConnection | null = null;
  private origin: Origin | null = null;
  private over = false;
  private waiting: NodeJS.Timeout | undefined;
  /** A kept connection failed it already: the next try opens a new one. */
  retried = false;

  constructor(
    private readonly request: UpstreamRequest,
    private readonly head: string,
    private readonly receiver: Receiver,
  ) {}

  /** What is not repeatable takes no connection that might be dying. */
  get needsNewConnection(): boolean {
    return this.retried || this.request.once === true || this.request.body !== undefined;
  }

  begin(connection: UpstreamConnection, origin: Origin): void {
    clearTimeout(this.waiting);
    this.connection = connection;
    this.origin = origin;
    const outgoing: Outgoing = { head: this.head, body: this.request.body ?? null, silenceMilliseconds: this.silenceAt(origin) };
    connection.send(outgoing, this);
  }

  onHead(head: AnswerHead): void {
    if (!this.over) this.receiver.onHead(head);
  }

  onBody(chunk: Buffer): void {
    if (!this.over) this.receiver.onBody(chunk);
  }

  onEnd(trailers: ReadonlyMap<string, string>): void {
    if (this.over) return;
    this.over = true;
    this.receiver.onEnd(trailers);
  }

  onFailure(failure: UpstreamFailure): void {
    clearTimeout(this.waiting);
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
    clearTimeout(this.waiting);
    this.connection?.destroy();
    this.origin?.forget(this);
  }

  /** Waits for a connection, no longer than for an answer. */
  waitAt(origin: Origin): void {
    this.origin = origin;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      origin.forget(this);
      this.onFailure(new UpstreamFailure('timeout', 'no connection became free in time'));
    }, this.silenceAt(origin)).unref();
  }

  private silenceAt(origin: Origin): number {
    return this.request.silenceMilliseconds ?? origin.silenceMilliseconds;
  }
}
