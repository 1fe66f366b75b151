import {
  ClosedConnectionError,
  DrainingConnectionError,
  InvalidArgumentError,
  PermissionViolationError,
  RequestError,
  TimeoutError,
  type NatsConnection,
} from '@nats-io/transport-node';
import { Problem, problems, type RequestDefinition } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';
import type { RequestContext } from '../context/request-context.js';
import { BusLink, BusLost } from './bus-link.js';
import { decode, encode, requestHeaders, type Reply } from './wire.js';

export interface AskOptions {
  /** Access token of the caller on whose behalf is asked. */
  readonly token?: string | null;
  readonly timeoutMilliseconds?: number;
}

const DEFAULT_TIMEOUT = 10_000;

/** What a failed request tells the caller; null for a defect of ours, such as a subject this user may not ask. */
function problemOf(error: unknown): Problem | null {
  if (error instanceof TimeoutError || error instanceof BusLost) return new Problem(problems.serviceTimeout, { retryAfterSeconds: 2 });
  if (error instanceof ClosedConnectionError || error instanceof DrainingConnectionError) return new Problem(problems.serviceUnreachable, { retryAfterSeconds: 2 });
  if (error instanceof InvalidArgumentError && error.message.includes('max_payload')) return new Problem(problems.tooLarge);
  if (!(error instanceof RequestError)) return null;
  if (error.isNoResponders()) return new Problem(problems.serviceUnreachable, { retryAfterSeconds: 1 });
  // Sent, and cut off before the answer.
  return error.cause instanceof PermissionViolationError ? null : new Problem(problems.serviceTimeout, { retryAfterSeconds: 2 });
}

/** Asks services over the bus, through one multiplexed inbox. */
export class RequestClient {
  private readonly link: BusLink;

  constructor(
    private readonly connection: NatsConnection,
    private readonly clock: Clock,
  ) {
    this.link = BusLink.of(connection);
  }

  /**
   * @throws Problem the answering service's refusal; `capacity/service-unreachable` (503) at once when nobody answers there or the bus is away; `capacity/service-timeout` (504) when
   * the outcome is unknown, which is safe to repeat with the same idempotency key; `input/too-large` (413) for more than the bus carries
   */
  async ask<I extends object, O extends object>(definition: RequestDefinition<I, O>, input: I, ctx: RequestContext, options: AskOptions = {}): Promise<O> {
    return (await this.askSubject(definition.subject, input, ctx, options)) as O;
  }

  async askSubject(subject: string, input: unknown, ctx: RequestContext, options: AskOptions = {}): Promise<unknown> {
    const timeout = options.timeoutMilliseconds ?? DEFAULT_TIMEOUT;
    if (!this.link.up) throw new Problem(problems.serviceUnreachable, { retryAfterSeconds: 2 });
    const carried = requestHeaders(ctx, options.token ?? null, this.clock.now() + timeout);
    const message = await this.link
      .untilLost(() => this.connection.request(subject, encode(input), { timeout, headers: carried }))
      .catch((error: unknown) => {
        throw problemOf(error) ?? error;
      });
    const answer = decode(message.data) as Reply;
    if ('problem' in answer) throw Problem.fromWire(answer.problem);
    return answer.data;
  }
}
