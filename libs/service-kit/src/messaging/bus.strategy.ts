import { Server, type CustomTransportStrategy, type MessageHandler, type MsPattern } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Permission } from '@gongshu/contracts';
import { platformContext } from '../context/request-context.js';
import { listDeadLetters, replayDeadLetter, type DeadLetter } from '../database/dead-letters.js';
import { TimerLoop, type TimerHandler } from '../timers/timer-loop.js';
import { BusLink } from './bus-link.js';
import { REACTION_PREFIX, REQUEST_PREFIX, TIMER_PREFIX, type ReactionExtras, type ReactionHandler, type RequestExtras } from './handlers.js';
import { OutboxRelay } from './outbox-relay.js';
import { ReactionConsumer } from './reaction-consumer.js';
import { RequestAnswerer, type AnswererParts, type RequestHandler } from './request-answerer.js';
import { encode, wantsAnswerIn } from './wire.js';

export interface BusParts extends AnswererParts {
  readonly retentionDays: number;
}

/**
 * Nest's seam to the bus: finds the handlers of a service's controllers and serves them. It refuses to start a service that has a handler without a permission, or an answer for
 * another service's subject.
 */
export class BusStrategy extends Server implements CustomTransportStrategy {
  private readonly answerers: RequestAnswerer[] = [];
  private readonly consumers: ReactionConsumer[] = [];
  readonly relay: OutboxRelay;
  private timerLoop: TimerLoop | null = null;
  private listening = false;

  constructor(private readonly parts: BusParts) {
    super();
    this.relay = new OutboxRelay({ ...parts, source: parts.unitOfWork.source });
  }

  /** Fires due timers now; for tests that move the clock. */
  async fireDueTimers(): Promise<number> {
    return (await this.timerLoop?.fireDue()) ?? 0;
  }

  /** One handler for one contract: Nest would let a second one of the same name take the first one's place without a word. */
  override addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false, extras: Record<string, unknown> = {}): void {
    if (this.messageHandlers.has(this.normalizePattern(pattern as MsPattern))) throw new Error(`${this.parts.service} has two handlers for ${String(pattern)}`);
    super.addHandler(pattern, callback, isEventHandler, extras);
  }

  /** Events that reactions of this service could not take. */
  async deadLetters(): Promise<DeadLetter[]> {
    return listDeadLetters(this.parts.unitOfWork);
  }

  /**
   * Hands a dead letter to its reaction once more.
   *
   * @returns false when no such letter waits
   * @throws what the reaction throws; the letter waits on
   */
  async replayDeadLetter(id: string): Promise<boolean> {
    return replayDeadLetter(this.parts.unitOfWork, this.ownContext('dead-letter'), id, async ({ reaction, busSubject, body }, tx) => {
      const consumer = this.consumers.find((candidate) => candidate.reaction === reaction);
      if (consumer === undefined) throw new Error(`this release has no reaction ${reaction}`);
      await consumer.replay(busSubject, body, tx);
    });
  }

  listen(callback: (error?: unknown) => void): void {
    try {
      this.prepare();
    } catch (error) {
      callback(error);
      return;
    }
    for (const answerer of this.answerers) answerer.start();
    this.parts.unitOfWork.onAnnounced(() => this.relay.kick());
    this.relay.start();
    for (const consumer of this.consumers) consumer.start();
    this.timerLoop?.start();
    this.answerHealth();
    void this.watchConnection();
    this.parts.connection.flush().then(
      () => {
        this.listening = true;
        callback();
      },
      (error: unknown) => callback(error),
    );
  }

  /** Requests first, so that no new work comes; then reactions and timers; the relay last, so that what they announced still leaves. */
  async close(): Promise<void> {
    this.listening = false;
    await Promise.all(this.answerers.map((answerer) => answerer.drain()));
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    await this.timerLoop?.stop();
    await this.relay.stop();
  }

  on(): never {
    throw new Error('the bus has no connection events for users');
  }

  unwrap<T>(): T {
    return this.parts.connection as T;
  }

  private prepare(): void {
    const timers = new Map<string, TimerHandler>();
    for (const [pattern, handler] of this.getHandlers()) {
      const invoke = async (input: unknown, ctx: unknown): Promise<unknown> =>
        lastValueFrom(this.transformToObservable(await handler(input, ctx)), { defaultValue: undefined });
      const extras: unknown = handler.extras;
      if (pattern.startsWith(REQUEST_PREFIX)) this.addAnswerer(extras as RequestExtras, invoke);
      else if (pattern.startsWith(REACTION_PREFIX)) this.consumers.push(new ReactionConsumer(this.parts, extras as ReactionExtras, invoke as ReactionHandler));
      else if (pattern.startsWith(TIMER_PREFIX)) timers.set(pattern.slice(TIMER_PREFIX.length), invoke as TimerHandler);
      else throw new Error(`handler "${pattern}" names no contract; use Answers, Reacts or OnTimer`);
    }
    this.timerLoop = new TimerLoop(this.parts, timers);
  }

  private addAnswerer({ definition }: RequestExtras, handler: RequestHandler): void {
    if (definition.service !== this.parts.service) throw new Error(`${this.parts.service} may not answer ${definition.subject}`);
    if ((definition.permission as Permission | undefined) === undefined) throw new Error(`${definition.subject} names no permission`);
    this.answerers.push(new RequestAnswerer(this.parts, definition, handler));
  }

  private answerHealth(): void {
    this.parts.connection.subscribe(`rq.${this.parts.service}.get-health.v1`, {
      queue: this.parts.service,
      callback: (error, message) => {
        if (error !== null || !wantsAnswerIn(message)) return;
        this.isReady().then(
          (ready) => message.respond(encode({ data: { ready } })),
          (failure: unknown) => this.parts.logger.warn({ err: failure }, 'health could not be told'),
        );
      },
    });
  }

  /** Ready: listening, the bus is there, and the database answers. */
  async isReady(): Promise<boolean> {
    if (!this.listening || !BusLink.of(this.parts.connection).up) return false;
    try {
      await this.parts.unitOfWork.source.query('SELECT 1');
      return true;
    } catch {
      return false;
    }
  }

  private async watchConnection(): Promise<void> {
    const connection: NatsConnection = this.parts.connection;
    for await (const status of connection.status()) {
      if (status.type === 'error') this.parts.logger.warn({ status: String(status.error) }, 'bus');
    }
  }

  /** Context for work a service starts by itself. */
  ownContext(origin: string): ReturnType<typeof platformContext> {
    return platformContext(this.parts.node, this.parts.clock, origin);
  }
}
