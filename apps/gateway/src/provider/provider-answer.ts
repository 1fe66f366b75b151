import { isUtf8 } from 'node:buffer';
import { createHash, hash, type Hash } from 'node:crypto';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { UpstreamFailure, type AnswerHead, type Receiver, type UpstreamClient, type UpstreamExchange, type UpstreamRequest } from '@gongshu/service-kit';
import type { Delivered } from '../lane/lane-call.js';
import { RowSplitter } from './row-splitter.js';
import { RowsLetOut, type LetOut } from './rows-let-out.js';
import { StatusRefused } from './status-refused.js';

/** An answer up to this length is read whole before a byte of it leaves: it can be forwarded as it is, asked for again when it breaks off, and refused when it is malformed. */
const MOST_HELD_BYTES = 65_536;

/**
 * One attempt to fetch rows from a provider's interface and send what of them may leave. Every answer is read row by row, whatever is granted: what the provider's entry does not list does not
 * leave because nobody masked it. Memory does not grow with size; never faster than the client reads.
 */
export class ProviderAnswer implements Receiver {
  private exchange: UpstreamExchange | null = null;
  /** Of bytes that leave part by part. */
  private running: Hash | null = null;
  /** Hex, once known. */
  private digest: string | null = null;
  private readonly letOut: RowsLetOut;
  private readonly splitter: RowSplitter;
  /** What ends the answer. */
  private readonly after: string;
  private held: Buffer[] = [];
  private heldBytes = 0;
  /** What is to be sent next. */
  private out: (Buffer | string)[] = [];
  private bytes = 0;
  /** Bytes leave: from now on a failure breaks the client's answer off. */
  private begun = false;
  private over = false;
  private aborted = false;
  private opened: { readonly resolve: () => void; readonly reject: (reason: unknown) => void } | null = null;
  private endWith: (end: Delivered) => void = () => undefined;
  private readonly end = new Promise<Delivered>((resolve) => {
    this.endWith = resolve;
  });

  constructor(
    private readonly response: ServerResponse,
    rows: LetOut,
    private readonly headers: OutgoingHttpHeaders,
  ) {
    this.letOut = new RowsLetOut(rows);
    this.out.push(this.letOut.before);
    this.splitter = new RowSplitter((row) => {
      if (this.letOut.isFull) return false;
      this.out.push(...this.letOut.take(row));
      return true;
    });
    this.after = rows.form.after;
  }

  /** Resolves when bytes begin to leave, or the client has left. @throws UpstreamFailure as long as none has */
  open(client: UpstreamClient, request: UpstreamRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      this.opened = { resolve, reject };
      const { response } = this;
      if (response.destroyed) {
        this.settle('client left');
        return;
      }
      response.on('drain', this.resume).once('close', this.left).once('finish', this.sent);
      this.exchange = client.send(request, this);
      if (this.aborted) this.exchange.abort();
    });
  }

  /** How it ended, once it is open. */
  ended(): Promise<Delivered> {
    return this.end;
  }

  onHead(head: AnswerHead): void {
    // A redirect leads to an address nobody registered; other statuses are the provider's own affair.
    if (head.status !== 200) this.fail(new StatusRefused(head.status));
    else if (!isPlainJson(head.headers)) this.fail(new UpstreamFailure('malformed', 'the interface did not answer JSON'));
  }

  onBody(chunk: Buffer): void {
    if (this.over) return;
    if (this.begun) {
      this.attempt(() => this.pass(chunk));
      return;
    }
    this.held.push(chunk);
    this.heldBytes += chunk.length;
    if (this.heldBytes > MOST_HELD_BYTES) this.attempt(() => this.pass(this.takeHeld()));
  }

  onEnd(): void {
    if (this.over) return;
    this.attempt(() => {
      if (!this.begun) {
        this.sendWhole(this.takeHeld());
        return;
      }
      this.splitter.finish();
      this.finish();
    });
  }

  onFailure(failure: UpstreamFailure): void {
    this.fail(failure);
  }

  private pass(chunk: Buffer): void {
    const goesOn = this.splitter.feed(chunk);
    if (!goesOn) {
      this.stopReading();
      this.finish();
      return;
    }
    this.begin({});
    this.write();
  }

  private sendWhole(answer: Buffer): void {
    if (this.leavesWhole(answer)) this.out = [answer];
    else {
      if (this.splitter.feed(answer)) this.splitter.finish();
      this.out.push(this.after);
    }
    const body = this.takeOut();
    this.bytes = body.length;
    this.digest = hash('sha256', body);
    this.begin({ 'content-length': body.length });
    // As text, byte by character, it leaves in one piece with the head of the answer.
    this.response.end(body.toString('latin1'), 'latin1');
  }

  private leavesWhole(answer: Buffer): boolean {
    if (!isUtf8(answer)) return false;
    try {
      const read: unknown = JSON.parse(answer.toString('utf8'));
      return Array.isArray(read) && this.letOut.leavesWhole(read);
    } catch {
      return false;
    }
  }

  private finish(): void {
    this.out.push(this.after);
    const last = this.takeOut();
    this.begin({});
    this.count(last);
    this.response.end(last);
  }

  private begin(more: OutgoingHttpHeaders): void {
    if (this.begun) return;
    this.begun = true;
    this.response.writeHead(200, { ...this.headers, ...more });
    this.opened?.resolve();
  }

  private write(): void {
    const bytes = this.takeOut();
    if (bytes.length === 0) return;
    this.count(bytes);
    if (!this.response.write(bytes)) this.exchange?.pause();
  }

  private count(bytes: Buffer): void {
    this.bytes += bytes.length;
    this.running ??= createHash('sha256');
    this.running.update(bytes);
  }

  private takeHeld(): Buffer {
    const [only] = this.held;
    const whole = this.held.length === 1 && only !== undefined ? only : Buffer.concat(this.held);
    this.held = [];
    return whole;
  }

  private takeOut(): Buffer {
    const [only] = this.out;
    const bytes = this.out.length === 1 && Buffer.isBuffer(only) ? only : Buffer.concat(this.out.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
    this.out = [];
    return bytes;
  }

  private attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw error;
      this.fail(error);
    }
  }

  private fail(failure: UpstreamFailure): void {
    if (this.over) return;
    this.stopReading();
    if (this.begun) {
      // The client learns from the broken connection that its answer is not whole.
      this.settle(failure.kind);
      this.response.destroy();
      return;
    }
    this.over = true;
    this.letGo();
    this.opened?.reject(failure);
  }

  private stopReading(): void {
    this.aborted = true;
    this.exchange?.abort();
  }

  private readonly resume = (): void => this.exchange?.resume();
  private readonly sent = (): void => this.settle(null);
  private readonly left = (): void => {
    if (this.response.writableFinished) return;
    this.stopReading();
    this.settle('client left');
  };

  private settle(failure: string | null): void {
    if (this.over) return;
    this.over = true;
    this.letGo();
    this.opened?.resolve();
    this.endWith({ failure, bytes: this.bytes, digest: this.digest ?? (this.running ?? createHash('sha256')).digest('hex'), rows: this.letOut.rows });
  }

  private letGo(): void {
    this.held = [];
    this.out = [];
    this.response.off('drain', this.resume).off('close', this.left).off('finish', this.sent);
  }
}

function isPlainJson(headers: ReadonlyMap<string, string>): boolean {
  return (headers.get('content-encoding') ?? 'identity') === 'identity' && /^application\/(?:[\w.-]+\+)?json\b/i.test(headers.get('content-type') ?? '');
}
