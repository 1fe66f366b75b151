import { RequestError, TimeoutError, type NatsConnection } from '@nats-io/transport-node';
import { Problem, problems, type RequestDefinition } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';
import type { RequestContext } from '../context/request-context.js';
import { decode, encode, requestHeaders, type Reply } from './wire.js';

export interface AskOptions {
  /** Access token of the caller on whose behalf is asked. */
  readonly token?: string | null;
  readonly timeoutMilliseconds?: number;
}

const DEFAULT_TIMEOUT = 10_000;

/** Asks services over the bus, through one multiplexed inbox. */
export class RequestClient {
  constructor(
    private readonly connection: NatsConnection,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Problem the answering service's refusal; `capacity/service-unreachable` (503) at once when nobody answers there; `capacity/service-timeout` (504) when the outcome
   * is unknown, which is safe to repeat with the same idempotency key
   */
  async ask<I extends object, O extends object>(definition: RequestDefinition<I, O>, input: I, ctx: RequestContext, options: AskOptions = {}): Promise<O> {
    return (await this.askSubject(definition.subject, input, ctx, options)) as O;
  }

  async askSubject(subject: string, input: unknown, ctx: RequestContext, options: AskOptions = {}): Promise<unknown> {
    const timeout = options.timeoutMilliseconds ?? DEFAULT_TIMEOUT;
    let answer: Reply;
    try {
      const message = await this.connection.request(subject, encode(input), { timeout, headers: requestHeaders(ctx, options.token ?? null, this.clock.now() + timeout) });
      answer = decode(message.data) as Reply;
    } catch (error) {
      if (error instanceof RequestError && error.isNoResponders()) throw new Problem(problems.serviceUnreachable, { retryAfterSeconds: 1 });
      if (error instanceof TimeoutError || (error instanceof Error && error.name === 'TimeoutError')) throw new Problem(problems.serviceTimeout, { retryAfterSeconds: 2 });
      if (this.connection.isClosed() || (error instanceof Error && /Connection|Closed|Draining/.test(error.name))) throw new Problem(problems.serviceUnreachable, { retryAfterSeconds: 2 });
      throw error;
    }
    if ('problem' in answer) throw Problem.fromWire(answer.problem);
    return answer.data;
  }
}
