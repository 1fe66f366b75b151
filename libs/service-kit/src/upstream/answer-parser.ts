import { UpstreamFailure } from './upstream-failure.js';

export interface AnswerHead {
  readonly status: number;
  /** By lower-case name; a repeated field is joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes of the body when the other side said so beforehand. */
  readonly length: number | null;
}

/** Takes an answer as it arrives. Exactly one of `onEnd` and `onFailure` comes last. */
export interface Receiver {
  onHead(head: AnswerHead): void;
  onBody(chunk: Buffer): void;
  /** @param trailers fields after a chunked body (RFC 9112, 7.1.2), by lower-case name; mostly none */
  onEnd(trailers: ReadonlyMap<string, string>): void;
  onFailure(failure: UpstreamFailure): void;
}

const NO_FIELDS: ReadonlyMap<string, string> = new Map();
const MOST_HEAD_BYTES = 32_768;
const MOST_LINE_BYTES = 1_024;
const MOST_INTERIM_ANSWERS = 8;
const HEAD_END = Buffer.from('\r\n\r\n');
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5][0-9]{2})(?: [^\0-\x08\n-\x1f\x7f]*)?$/;
const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const CONTROL = /[\0-\x08\n-\x1f\x7f]/;
const LENGTH = /^[0-9]{1,15}$/;
const CHUNK_SIZE = /^([0-9A-Fa-f]{1,12})[\t ]*(?:;.*)?$/;

type State = 'head' | 'length' | 'until-close' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailers' | 'done';

/**
 * Reads one HTTP/1.1 answer to a GET or POST from chunks of bytes (RFC 9112). Strict: what two readers could understand differently is malformed, because the next answer on the
 * connection would then belong to somebody else's call.
 */
export class AnswerParser {
  private state: State = 'head';
  private held: Buffer | null = null;
  private left = 0;
  private trailerBytes = 0;
  private readonly trailerLines: string[] = [];
  private interim = 0;
  private persistent = false;

  constructor(private readonly receiver: Pick<Receiver, 'onHead' | 'onBody' | 'onEnd'>) {}

  get done(): boolean {
    return this.state === 'done';
  }

  /** The answer is whole and the connection may carry another. */
  get reusable(): boolean {
    return this.state === 'done' && this.persistent && this.held === null;
  }

  /** @throws UpstreamFailure `malformed` */
  feed(chunk: Buffer): void {
    let rest = this.held === null ? chunk : Buffer.concat([this.held, chunk]);
    this.held = null;
    while (rest.length > 0) {
      const used = this.step(rest);
      if (used === 0) {
        this.held = rest;
        return;
      }
      rest = rest.subarray(used);
    }
  }

  /** The other side has sent its last byte. @throws UpstreamFailure `broken` when the answer is not whole */
  finish(): void {
    if (this.state === 'until-close') this.end();
    else if (this.state !== 'done') throw new UpstreamFailure('broken', 'the connection ended within the answer');
  }

  /** Bytes used up; 0 when more are needed, or when the answer is over and these bytes are not its own. */
  private step(bytes: Buffer): number {
    switch (this.state) {
      case 'head':
        return this.head(bytes);
      case 'length':
      case 'chunk':
        return this.counted(bytes);
      case 'until-close':
        this.receiver.onBody(bytes);
        return bytes.length;
      case 'chunk-size':
        return this.chunkSize(bytes);
      case 'chunk-end': {
        const line = this.line(bytes);
        if (line === null) return 0;
        if (line !== '') throw new UpstreamFailure('malformed', 'a chunk is longer than it says');
        this.state = 'chunk-size';
        return 2;
      }
      case 'trailers': {
        const line = this.line(bytes);
        if (line === null) return 0;
        this.trailerBytes += line.length + 2;
        if (this.trailerBytes > MOST_HEAD_BYTES) throw new UpstreamFailure('malformed', 'the trailers are too long');
        if (line === '') this.end(readFields(this.trailerLines));
        else this.trailerLines.push(line);
        return line.length + 2;
      }
      case 'done':
        return 0;
    }
  }

  private counted(bytes: Buffer): number {
    const part = bytes.length <= this.left ? bytes : bytes.subarray(0, this.left);
    this.left -= part.length;
    const last = this.left === 0;
    const chunked = this.state === 'chunk';
    if (last && chunked) this.state = 'chunk-end';
    this.receiver.onBody(part);
    if (last && !chunked) this.end();
    return part.length;
  }

  private chunkSize(bytes: Buffer): number {
    const line = this.line(bytes);
    if (line === null) return 0;
    const size = CHUNK_SIZE.exec(line)?.[1];
    if (size === undefined) throw new UpstreamFailure('malformed', 'a chunk has no size');
    this.left = Number.parseInt(size, 16);
    this.state = this.left === 0 ? 'trailers' : 'chunk';
    return line.length + 2;
  }

  private line(bytes: Buffer): string | null {
    const end = bytes.indexOf('\r\n');
    if (end > MOST_LINE_BYTES || (end === -1 && bytes.length > MOST_LINE_BYTES)) throw new UpstreamFailure('malformed', 'a line is too long');
    return end === -1 ? null : bytes.toString('latin1', 0, end);
  }

  private head(bytes: Buffer): number {
    const end = bytes.indexOf(HEAD_END);
    if (end > MOST_HEAD_BYTES || (end === -1 && bytes.length > MOST_HEAD_BYTES)) throw new UpstreamFailure('malformed', 'the head is too long');
    if (end === -1) return 0;
    const [statusLine = '', ...fields] = bytes.toString('latin1', 0, end).split('\r\n');
    const match = STATUS_LINE.exec(statusLine);
    if (match === null) throw new UpstreamFailure('malformed', 'the status line is not HTTP/1.1');
    const status = Number(match[2]);
    // 100 Continue, 103 Early Hints: the answer itself is still to come.
    if (status < 200 && status !== 101) {
      this.interim += 1;
      if (this.interim > MOST_INTERIM_ANSWERS) throw new UpstreamFailure('malformed', 'too many interim answers');
      return end + 4;
    }
    const headers = readFields(fields);
    this.persistent = match[1] === '1' && !/(?:^|,)\s*close\s*(?:,|$)/i.test(headers.get('connection') ?? '');
    const length = this.frame(status, headers);
    this.receiver.onHead({ status, headers, length });
    if (this.state === 'length' && this.left === 0) this.end();
    return end + 4;
  }

  /** RFC 9112, 6.3. */
  private frame(status: number, headers: ReadonlyMap<string, string>): number | null {
    const coding = headers.get('transfer-encoding');
    const said = headers.get('content-length');
    if (status === 101 || (coding !== undefined && said !== undefined)) throw new UpstreamFailure('malformed', 'the length of the answer is ambiguous');
    if (status === 204 || status === 304) {
      this.state = 'length';
      return 0;
    }
    if (coding !== undefined) {
      if (coding.toLowerCase() !== 'chunked') throw new UpstreamFailure('malformed', 'unknown transfer coding');
      this.state = 'chunk-size';
      return null;
    }
    if (said === undefined) {
      this.persistent = false;
      this.state = 'until-close';
      return null;
    }
    if (!LENGTH.test(said)) throw new UpstreamFailure('malformed', 'the content length is not a number');
    this.state = 'length';
    this.left = Number(said);
    return this.left;
  }

  private end(trailers: ReadonlyMap<string, string> = NO_FIELDS): void {
    this.state = 'done';
    this.receiver.onEnd(trailers);
  }
}

function readFields(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    const value = line.slice(colon + 1).trim();
    // A line without a name is a folded one (obsolete), or somebody's smuggling.
    if (!FIELD_NAME.test(name) || CONTROL.test(value)) throw new UpstreamFailure('malformed', 'a header field is malformed');
    const former = headers.get(name);
    headers.set(name, former === undefined ? value : `${former}, ${value}`);
  }
  return headers;
}
