import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Readable } from 'node:stream';
import { lookupUnder, type AddressRule } from './address-rule.js';
import { AnswerParser, type Receiver } from './answer-parser.js';
import { UpstreamFailure } from './upstream-failure.js';

/** Where a connection leads. */
export interface Target {
  readonly tls: boolean;
  readonly host: string;
  readonly port: number;
}

export interface Timeouts {
  readonly connectMilliseconds: number;
  /** Silence while an answer is awaited or under way. */
  readonly silenceMilliseconds: number;
  /** How long an idle connection is kept: less than any server's own patience, so that ours ends first. */
  readonly idleMilliseconds: number;
}

export interface Outgoing {
  readonly head: string;
  /** Sent with chunked coding. */
  readonly body: Readable | null;
  readonly silenceMilliseconds: number;
}

/** One connection, one exchange at a time. */
export class UpstreamConnection {
  private readonly socket: Socket;
  private parser: AnswerParser | null = null;
  private receiver: Receiver | null = null;
  private body: Readable | null = null;
  private connected = false;
  private paused = false;
  private silence = 0;
  /** Exchanges begun on this connection. */
  uses = 0;
  /** The answer of the current exchange has begun to arrive. */
  answered = false;

  constructor(
    target: Target,
    rule: AddressRule,
    private readonly timeouts: Timeouts,
    private readonly onIdle: (connection: UpstreamConnection) => void,
    private readonly onClose: (connection: UpstreamConnection) => void,
  ) {
    const options = { host: target.host, port: target.port, lookup: lookupUnder(rule), noDelay: true };
    this.socket = target.tls
      ? connectTls({ ...options, ...(isIP(target.host) === 0 ? { servername: target.host } : {}), ALPNProtocols: ['http/1.1'] })
      : connectTcp(options);
    this.socket.setTimeout(timeouts.connectMilliseconds);
    this.socket.once(target.tls ? 'secureConnect' : 'connect', () => {
      this.connected = true;
      this.socket.setTimeout(this.receiver === null ? this.timeouts.idleMilliseconds : this.silence);
    });
    this.socket.on('data', (chunk: Buffer) => this.take(chunk));
    this.socket.on('drain', () => this.body?.resume());
    this.socket.on('end', () => this.ended());
    this.socket.on('timeout', () => this.fail(new UpstreamFailure(this.connected ? 'timeout' : 'unreachable', 'no answer in time')));
    this.socket.on('error', (error) => this.fail(error instanceof UpstreamFailure ? error : new UpstreamFailure(this.connected ? 'broken' : 'unreachable', error.message)));
    this.socket.on('close', () => {
      this.fail(new UpstreamFailure('broken', 'the connection was closed'));
      this.onClose(this);
    });
  }

  send(outgoing: Outgoing, receiver: Receiver): void {
    this.uses += 1;
    this.answered = false;
    this.receiver = receiver;
    this.parser = new AnswerParser(receiver);
    this.silence = outgoing.silenceMilliseconds;
    if (this.connected) this.socket.setTimeout(this.silence);
    this.socket.write(outgoing.head, 'latin1');
    if (outgoing.body !== null) this.sendBody(outgoing.body);
  }

  /** Stops reading; the other side's silence is then our own doing and not counted. */
  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.socket.pause();
    this.socket.setTimeout(0);
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.socket.setTimeout(this.silence);
    this.socket.resume();
  }

  /** Ends the connection without a word to the receiver. */
  destroy(): void {
    this.forget();
    this.socket.destroy();
  }

  private sendBody(body: Readable): void {
    this.body = body;
    body.on('data', (chunk: Buffer) => {
      if (this.body !== body || chunk.length === 0) return;
      this.socket.cork();
      this.socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1');
      this.socket.write(chunk);
      const room = this.socket.write('\r\n', 'latin1');
      this.socket.uncork();
      if (!room) body.pause();
    });
    body.on('end', () => {
      if (this.body === body) this.socket.write('0\r\n\r\n', 'latin1');
    });
    body.on('close', () => {
      if (this.body === body && !body.readableEnded) this.fail(new UpstreamFailure('broken', 'the body to send broke off'));
    });
  }

  private take(chunk: Buffer): void {
    if (this.parser === null) {
      // Nobody asked: whatever this is, it must not become the next caller's answer.
      this.destroy();
      return;
    }
    this.answered = true;
    const parser = this.parser;
    try {
      parser.feed(chunk);
    } catch (error) {
      this.fail(failureFrom(error));
      return;
    }
    if (parser.done && this.parser === parser) this.release(parser.reusable);
  }

  private ended(): void {
    const parser = this.parser;
    if (parser === null) return;
    try {
      parser.finish();
    } catch (error) {
      this.fail(failureFrom(error));
      return;
    }
    this.destroy();
  }

  private release(reusable: boolean): void {
    const bodySent = this.body === null || this.body.readableEnded;
    this.forget();
    if (!reusable || !bodySent) {
      this.socket.destroy();
      return;
    }
    this.resume();
    this.socket.setTimeout(this.timeouts.idleMilliseconds);
    this.onIdle(this);
  }

  private fail(failure: UpstreamFailure): void {
    const receiver = this.receiver;
    this.forget();
    this.socket.destroy();
    receiver?.onFailure(failure);
  }

  private forget(): void {
    const body = this.body;
    this.receiver = null;
    this.parser = null;
    this.body = null;
    // What nobody wants any more must still come off the wire: its sender reads the answer after it.
    body?.resume();
  }
}

function failureFrom(error: unknown): UpstreamFailure {
  return error instanceof UpstreamFailure ? error : new UpstreamFailure('malformed', String(error));
}
