import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { actRefused, Problem, problems, type ActRefused, type RequestDefinition, type ServiceName } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';
import { instantOf } from '../context/clock.js';
import { childTrace, traceId } from '../context/trace.js';
import type { NodeIdentity, RequestContext } from '../context/request-context.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import { authenticate, authorise } from '../permission/authorise.js';
import type { Caller, TokenVerifier } from '../permission/token-verifier.js';
import { parseInput } from '../problems/parse-input.js';
import { problemFromError } from '../problems/problem-from-error.js';
import type { Metrics } from '../telemetry/metrics.js';
import { BusLink } from './bus-link.js';
import { decode, encode, HEADER, headerOf, wantsAnswerIn, type Reply } from './wire.js';

export interface AnswererParts {
  readonly service: ServiceName;
  readonly node: NodeIdentity;
  readonly connection: NatsConnection;
  readonly verifier: TokenVerifier;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export type RequestHandler = (input: object, ctx: RequestContext) => Promise<unknown>;

/** An id, or the name of an act. */
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Answers one request subject, in the service's queue group: permission, input, use case, reply; in that order, for every request. */
export class RequestAnswerer {
  private subscription: Subscription | null = null;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly parts: AnswererParts,
    private readonly definition: RequestDefinition,
    private readonly handler: RequestHandler,
  ) {}

  start(): void {
    this.subscription = this.parts.connection.subscribe(this.definition.subject, {
      queue: this.parts.service,
      callback: (error, message) => {
        if (error !== null) {
          this.parts.logger.error({ err: error, subject: this.definition.subject }, 'subscription refused');
          return;
        }
        const work = this.answer(message)
          .catch((failure: unknown) => this.parts.logger.error({ err: failure, subject: this.definition.subject }, 'no answer could be sent'))
          .finally(() => this.underWay.delete(work));
        this.underWay.add(work);
      },
    });
  }

  /** Takes no new requests and waits for those in hand. */
  async drain(): Promise<void> {
    if (BusLink.of(this.parts.connection).up) await this.subscription?.drain();
    await Promise.allSettled(this.underWay);
  }

  private async answer(message: Msg): Promise<void> {
    const { clock, logger, metrics, service } = this.parts;
    if (!wantsAnswerIn(message)) {
      logger.warn({ subject: this.definition.subject, reply: message.reply }, 'wants its answer elsewhere than in an inbox');
      return;
    }
    const deadline = Number(headerOf(message, HEADER.deadline) ?? Number.POSITIVE_INFINITY);
    // Nobody waits for the answer any more: doing the work would only deepen the backlog.
    if (deadline < clock.now()) {
      logger.warn({ subject: this.definition.subject, late: clock.now() - deadline }, 'came after its deadline, or the clocks of the two machines differ');
      return;
    }
    const traceparent = childTrace(headerOf(message, HEADER.traceparent));
    const end = metrics.requests.startTimer({ service, subject: this.definition.subject });
    let caller: Caller | null = null;
    let reply: Reply;
    try {
      caller = await authenticate(this.definition.permission, headerOf(message, HEADER.authorization) ?? null, this.parts.verifier);
      authorise(this.definition.permission, caller, this.parts.node.code, `${service}.${this.definition.name}`);
      const ctx = this.context(message, caller, traceparent);
      const input = parseInput(this.definition.input, this.body(message));
      reply = { data: (await this.handler(input, ctx)) ?? {} };
      end({ outcome: 'ok' });
      logger.debug({ subject: this.definition.subject, trace: traceId(traceparent), actor: ctx.actor }, 'answered');
    } catch (error) {
      const problem = problemFromError(error, traceparent, logger);
      if (error instanceof Problem) await this.record(error, this.context(message, caller, traceparent), message);
      reply = { problem };
      end({ outcome: problem.code });
      logger.info({ subject: this.definition.subject, trace: problem.id, code: problem.code, actor: caller?.client }, 'refused');
    }
    this.respond(message, reply, traceparent);
  }

  private respond(message: Msg, reply: Reply, traceparent: string): void {
    try {
      message.respond(encode(reply));
    } catch (error) {
      const { logger, connection } = this.parts;
      if (connection.isClosed()) logger.warn({ err: error, subject: this.definition.subject }, 'nobody to answer any more');
      // An answer larger than the bus carries, or one that is not JSON.
      else message.respond(encode({ problem: problemFromError(error, traceparent, logger) }));
    }
  }

  private body(message: Msg): unknown {
    try {
      return decode(message.data);
    } catch {
      throw new Problem(problems.malformed);
    }
  }

  private context(message: Msg, caller: Caller | null, traceparent: string): RequestContext {
    return {
      actor: caller?.client ?? 'anonymous',
      organisation: caller?.organisation ?? null,
      roles: caller?.roles ?? [],
      node: this.parts.node,
      now: instantOf(this.parts.clock),
      traceparent,
      language: headerOf(message, HEADER.language) === 'en' ? 'en' : 'zh',
      idempotencyKey: this.definition.kind === 'command' ? (headerOf(message, HEADER.idempotencyKey) ?? null) : null,
      origin: this.definition.subject,
    };
  }

  /** What the refused request was about. Whoever is refused by permission may have sent anything: only what has the form of a name is kept. */
  private triedOn(message: Msg): Pick<ActRefused, 'act' | 'subject'> {
    let body: unknown = null;
    try {
      body = decode(message.data);
    } catch {
      // Not JSON: it names nothing.
    }
    const nameIn = (key: string): string | null => {
      const value: unknown = typeof body === 'object' && body !== null && Object.hasOwn(body, key) ? (body as Record<string, unknown>)[key] : null;
      return typeof value === 'string' && NAME.test(value) ? value : null;
    };
    return { act: nameIn('act'), subject: nameIn('id') };
  }

  /** Refusals by law or permission are acts worth remembering; faults of form are not. */
  private async record(problem: Problem, ctx: RequestContext, message: Msg): Promise<void> {
    const { article } = problem.parts;
    if (ctx.organisation === null || (article === undefined && problem.definition.status !== 403)) return;
    try {
      await this.parts.unitOfWork.run({ ...ctx, idempotencyKey: null }, (tx) => {
        tx.announce(actRefused[this.parts.service], ctx.actor, {
          request: this.definition.name,
          ...this.triedOn(message),
          code: problem.definition.code,
          pack: article?.pack ?? null,
          article: article?.article ?? null,
        });
        return Promise.resolve();
      });
    } catch (error) {
      // The refusal itself stands; that it could not be recorded is for the operator.
      this.parts.logger.error({ err: error, code: problem.definition.code }, 'a refusal could not be recorded');
    }
  }
}
