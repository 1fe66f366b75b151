import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** A call that was answered 2xx, as its caller saw it. */
export interface AnsweredCall {
  readonly grantId: string;
  readonly number: number;
  /** SHA-256 of the answer, hex; null where it broke off, or was one of several parts. */
  readonly digest: string | null;
}
export interface DataRequest {
  readonly grantId: string;
  /** After the grant: `rows?…`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}
export interface OpenAnswer {
  readonly response: Response;
  readonly number: number;
}

/** What a gateway may say while things are being killed behind it, besides data: not now, or not any more. */
const HONEST_REFUSALS = new Set([403, 429, 502, 503, 504]);
const PAUSE_MILLISECONDS = 100;
const PATIENCE_MILLISECONDS = 20_000;

/** Calls data as clients do, and remembers all that happened to the calls. */
export class CallLedger {
  readonly answered: AnsweredCall[] = [];
  /** What no caller should ever have seen. */
  readonly faults: string[] = [];
  /** What the last call that came to nothing was told. */
  lastRefusal = '';
  private readonly lost = new Map<string, number>();
  private readonly stoppedAt = new Map<string, number>();

  constructor(
    private readonly url: string,
    private readonly token: () => Promise<string>,
  ) {}

  /** The grant’s stop has been acknowledged: no call that begins from now on may be answered. */
  stopped(grantId: string): void {
    this.stoppedAt.set(grantId, performance.now());
  }

  of(grantId: string): AnsweredCall[] {
    return this.answered.filter((call) => call.grantId === grantId);
  }

  /** Calls of a grant that came to nothing on their way: whether they took a permit, their caller cannot know. */
  lostOf(grantId: string): number {
    return this.lost.get(grantId) ?? 0;
  }

  /** One call whose answer is read whole and judged; answers its status, 0 when it broke off. */
  async call(request: DataRequest, faultOf: (body: Buffer, response: Response) => string | null): Promise<number> {
    const open = await this.open(request);
    if (typeof open === 'number') return open;
    try {
      const body = Buffer.from(await open.response.arrayBuffer());
      this.note(request, open, createHash('sha256').update(body).digest('hex'));
      const fault = faultOf(body, open.response);
      if (fault !== null) this.faults.push(`${request.path}: ${fault}`);
      return open.response.status;
    } catch {
      this.note(request, open, null);
      return 0;
    }
  }

  /** One call as far as the head of its answer; the status where it was refused, 0 where there was none. A 2xx is the caller’s to note. */
  async open({ grantId, path, headers = {} }: DataRequest): Promise<OpenAnswer | number> {
    const began = performance.now();
    let response: Response;
    try {
      const authorization = `Bearer ${await this.token()}`;
      response = await fetch(`${this.url}/v1/data/${grantId}/${path}`, { headers: { authorization, ...headers }, signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
    } catch (error) {
      // A call that reached nobody took nothing.
      if (!wasRefused(error)) this.lose(grantId);
      return 0;
    }
    const { status } = response;
    if (response.ok) {
      if (began > (this.stoppedAt.get(grantId) ?? Infinity)) this.faults.push(`${path}: answered ${String(status)} after the grant was stopped`);
      return { response, number: Number(response.headers.get('x-permit-number')) };
    }
    const text = await response.text().catch(() => '');
    this.lastRefusal = `${path}: ${String(status)} ${text}`;
    if (status >= 500) this.lose(grantId);
    if (!HONEST_REFUSALS.has(status)) this.faults.push(`${path}: ${String(status)} ${text}`);
    return status;
  }

  note({ grantId }: DataRequest, { number }: OpenAnswer, digest: string | null): void {
    this.answered.push({ grantId, number, digest });
  }

  /** Whoever was refused comes back a moment later. */
  async pause(): Promise<void> {
    await delay(PAUSE_MILLISECONDS);
  }

  private lose(grantId: string): void {
    this.lost.set(grantId, this.lostOf(grantId) + 1);
  }
}

function wasRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}
