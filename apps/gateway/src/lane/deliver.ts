import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Problem, type ProblemWire } from '@gongshu/contracts';
import type { AnswerHead, Receiver, UpstreamClient, UpstreamExchange, UpstreamFailure, UpstreamRequest } from '@gongshu/service-kit';
import type { Delivered } from './lane-call.js';

export interface DeliveryPlan {
  /** Status and headers towards the client. @throws Problem when the answer is not one to pass on */
  accept(head: AnswerHead): { readonly status: number; readonly headers: OutgoingHttpHeaders };
  /** Answers of these statuses are read whole and refused as the problem they carry. */
  refuses(status: number): boolean;
  refusal(body: Buffer): Problem | ProblemWire;
  failure(failure: UpstreamFailure): Problem;
}

export type DeliveryEnd = Delivered | { readonly refused: Problem | ProblemWire };

const MOST_REFUSAL_BYTES = 65_536;

/**
 * Streams an answer to the client: counted, hashed, never faster than the client reads, and given up the moment the client leaves. Memory does not grow with size. Resolves at
 * the end, whatever it was; a refusal is for the caller to send.
 */
export function deliver(client: UpstreamClient, request: UpstreamRequest, response: ServerResponse, plan: DeliveryPlan): Promise<DeliveryEnd> {
  return new Promise((resolve) => {
    const delivery = new Delivery(response, plan, resolve);
    delivery.begin(client, request);
  });
}

class Delivery implements Receiver {
  private exchange: UpstreamExchange | null = null;
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private dataVersion: number | undefined;
  private documentDigest: string | undefined;
  private rows: number | undefined;
  private refusal: Buffer[] | null = null;
  private settled = false;
  /** A verdict that came while the exchange was still being made. */
  private given = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly plan: DeliveryPlan,
    private readonly resolve: (end: DeliveryEnd) => void,
  ) {}

  begin(client: UpstreamClient, request: UpstreamRequest): void {
    if (this.response.destroyed) {
      this.settle(this.delivered('client left'));
      return;
    }
    this.response.on('drain', () => this.exchange?.resume());
    this.response.once('close', () => {
      if (!this.response.writableFinished) this.giveUp(this.delivered('client left'));
    });
    this.response.once('finish', () => this.settle(this.delivered(null)));
    this.exchange = client.send(request, this);
    if (this.given) this.exchange.abort();
  }

  onHead(head: AnswerHead): void {
    if (this.plan.refuses(head.status)) {
      this.refusal = [];
      return;
    }
    try {
      const { status, headers } = this.plan.accept(head);
      const version = head.headers.get('x-data-version');
      this.dataVersion = version !== undefined && /^[1-9][0-9]{0,5}$/.test(version) ? Number(version) : undefined;
      this.documentDigest = sha256Of(head.headers.get('repr-digest'));
      this.countRows(head.headers);
      this.response.writeHead(status, { ...headers, ...(head.length === null ? {} : { 'content-length': head.length }) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.giveUp({ refused: error });
    }
  }

  onBody(chunk: Buffer): void {
    if (this.settled) return;
    if (this.refusal !== null) {
      this.bytes += chunk.length;
      if (this.bytes <= MOST_REFUSAL_BYTES) this.refusal.push(chunk);
      else this.giveUp({ refused: this.plan.refusal(Buffer.alloc(0)) });
      return;
    }
    this.bytes += chunk.length;
    this.hash.update(chunk);
    if (!this.response.write(chunk)) this.exchange?.pause();
  }

  onEnd(trailers: ReadonlyMap<string, string>): void {
    this.countRows(trailers);
    if (this.refusal !== null) this.settle({ refused: this.plan.refusal(Buffer.concat(this.refusal)) });
    else this.response.end();
  }

  onFailure(failure: UpstreamFailure): void {
    if (this.response.headersSent) {
      // The client learns from the broken connection that its answer is not whole.
      this.settle(this.delivered(failure.kind));
      this.response.destroy();
    } else this.settle({ refused: this.plan.failure(failure) });
  }

  /** Told before a body of known length, or after one that streamed. */
  private countRows(fields: ReadonlyMap<string, string>): void {
    const count = fields.get('x-row-count');
    if (count !== undefined && /^[0-9]{1,9}$/.test(count)) this.rows = Number(count);
  }

  private giveUp(end: DeliveryEnd): void {
    this.given = true;
    this.exchange?.abort();
    this.settle(end);
  }

  private delivered(failure: string | null): Delivered {
    return {
      failure, bytes: this.refusal === null ? this.bytes : 0, digest: this.settled ? '' : this.hash.digest('hex'),
      ...(this.documentDigest === undefined || this.bytes === 0 ? {} : { documentDigest: this.documentDigest }),
      ...(this.rows === undefined ? {} : { rows: this.rows }),
      ...(this.dataVersion === undefined ? {} : { dataVersion: this.dataVersion }),
    };
  }

  private settle(end: DeliveryEnd): void {
    if (this.settled) return;
    this.settled = true;
    this.resolve(end);
  }
}

/** The SHA-256 of a `Repr-Digest` (RFC 9530), hex. */
function sha256Of(field: string | undefined): string | undefined {
  const [, base64] = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(field ?? '') ?? [];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('hex');
}
