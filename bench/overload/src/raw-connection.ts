import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  /** 0 when the connection failed before the whole answer was there. */
  readonly status: number;
  readonly retryAfterSeconds: number | null;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');

/**
 * One HTTP/1.1 connection that sends the same request again and again, one at a time, and reads of the answers as little as can be: status, Retry-After, and where they end. Node's own client takes as much of
 * a processor for a call as the gateway for a refusal.
 */
export class RawConnection {
  private rest: Buffer = Buffer.alloc(0);
  private answer: RawAnswer | null = null;
  /** Bytes of the body that are still to come; null while they come in chunks. */
  private left: number | null = 0;
  private settle: ((answer: RawAnswer) => void) | null = null;

  constructor(private readonly socket: Socket, private readonly request: Buffer) {
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.read(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => this.end({ status: 0, retryAfterSeconds: null }));
  }

  static to({ hostname, port, pathname, search }: URL, headers: Readonly<Record<string, string>>): RawConnection {
    const fields = Object.entries({ host: hostname, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    return new RawConnection(connect({ host: hostname, port: Number(port) }), Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${fields.join('')}\r\n`));
  }

  get usable(): boolean {
    return !this.socket.destroyed;
  }

  call(settle: (answer: RawAnswer) => void): void {
    this.settle = settle;
    if (this.usable) this.socket.write(this.request);
    else this.end({ status: 0, retryAfterSeconds: null });
  }

  close(): void {
    this.socket.destroy();
  }

  private read(bytes: Buffer): void {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    if (this.answer === null && !this.readHead()) return;
    const done = this.left === null ? this.readChunks() : this.readLength(this.left);
    if (done && this.answer !== null) this.end(this.answer);
  }

  private readHead(): boolean {
    const end = this.rest.indexOf(HEAD_END);
    if (end === -1) return false;
    const head = this.rest.toString('latin1', 0, end + 2).toLowerCase();
    const field = (name: string): string | undefined => new RegExp(`\r\n${name}: ([^\r]*)`).exec(head)?.[1];
    const retry = field('retry-after');
    this.answer = { status: Number(head.slice(9, 12)), retryAfterSeconds: retry === undefined ? null : Number(retry) };
    this.left = field('transfer-encoding') === 'chunked' ? null : Number(field('content-length') ?? 0);
    this.rest = this.rest.subarray(end + 4);
    return true;
  }

  private readLength(left: number): boolean {
    const taken = Math.min(left, this.rest.length);
    this.left = left - taken;
    this.rest = this.rest.subarray(taken);
    return this.left === 0;
  }

  private readChunks(): boolean {
    for (;;) {
      const line = this.rest.indexOf(LINE_END);
      if (line === -1) return false;
      const size = Number.parseInt(this.rest.toString('latin1', 0, line), 16);
      if (size === 0) {
        // Trailers end with an empty line, as a head does.
        const end = this.rest.indexOf(HEAD_END, line);
        if (end === -1) return false;
        this.rest = this.rest.subarray(end + 4);
        return true;
      }
      if (this.rest.length < line + 2 + size + 2) return false;
      this.rest = this.rest.subarray(line + 2 + size + 2);
    }
  }

  private end(answer: RawAnswer): void {
    this.answer = null;
    const { settle } = this;
    this.settle = null;
    settle?.(answer);
  }
}
