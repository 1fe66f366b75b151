import { AckPolicy, DeliverPolicy, jetstream, type Consumer, type ConsumerMessages, type JetStreamClient, type JsMsg } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { eventSubject, Problem, serviceEventSubjects, streamName, type EventEnvelope, type ServiceName } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';
import { instantOf } from '../context/clock.js';
import { platformContext, type NodeIdentity } from '../context/request-context.js';
import { putAside } from '../database/dead-letters.js';
import type { Transaction } from '../database/transaction.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { ReactionExtras, ReactionHandler } from './handlers.js';
import { BusLink } from './bus-link.js';
import { readEvent } from './read-event.js';
import { ensureStream, streamManager } from './streams.js';

/** What a killed process had in hand waits so long; handling something twice at once is harmless, because the inbox lets one of the two pass. */
const ACK_WAIT_MILLISECONDS = 10_000;
const SET_UP_AGAIN_MILLISECONDS = 250;
const BACKOFF_MILLISECONDS = [100, 500, 2_000, 5_000, 15_000, 30_000] as const;

export interface ConsumerParts {
  readonly service: ServiceName;
  readonly node: NodeIdentity;
  readonly connection: NatsConnection;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * One durable consumer for one reaction. Effect and inbox row commit together, then the message is acknowledged: a repeated delivery changes nothing.
 *
 * - a duplicate is acknowledged;
 * - a message that breaks its contract, or that the reaction refuses with a problem, goes to the dead letters and is terminated (bare `term()`: older servers ignore one with a reason);
 * - anything else is a passing failure and is delivered again after a while. Only one message is out at a time, so the order holds while it waits.
 */
export class ReactionConsumer {
  private readonly client: JetStreamClient;
  private readonly link: BusLink;
  private readonly durable: string;
  private queue: JsMsg[] = [];
  private wake: (() => void) | null = null;
  private messages: ConsumerMessages | null = null;
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: ConsumerParts,
    private readonly extras: ReactionExtras,
    private readonly handler: ReactionHandler,
  ) {
    this.client = jetstream(parts.connection, { timeout: 5_000 });
    this.link = BusLink.of(parts.connection);
    this.durable = `${parts.service}--${extras.as}`;
  }

  get reaction(): string {
    return this.extras.as;
  }

  start(): void {
    this.loop = this.run();
  }

  /** Finishes what is in hand, then stops. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.messages?.stop();
    this.wake?.();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        if (this.link.up) await this.consume();
      } catch (error) {
        if (this.stopped) return;
        this.parts.logger.warn({ err: error, reaction: this.extras.as }, 'consumer lost, setting it up again');
      }
      if (!this.stopped) await this.rest(SET_UP_AGAIN_MILLISECONDS);
    }
  }

  private async rest(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** The durable consumer, made when missing; its stream too, because whoever fills it may start later. */
  private async setUp(): Promise<Consumer> {
    const { service } = this.extras;
    const manager = await streamManager(this.parts.connection);
    await ensureStream(manager, service as ServiceName);
    const stream = streamName(service);
    await manager.consumers.add(stream, {
      durable_name: this.durable,
      filter_subject: this.filter(),
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(ACK_WAIT_MILLISECONDS),
      max_deliver: -1,
      max_ack_pending: this.extras.batch,
    });
    return this.client.consumers.get(stream, this.durable);
  }

  private async consume(): Promise<void> {
    const consumer = await this.link.untilLost(() => this.setUp());
    if (this.stopped) return;
    this.queue = [];
    this.messages = await consumer.consume({
      max_messages: Math.max(2, this.extras.batch),
      expires: 5_000,
      abort_on_missing_resource: true,
      callback: (message) => {
        this.queue.push(message);
        this.wake?.();
      },
    });
    let closed = false;
    const closing = this.messages.closed().then((reason) => {
      closed = true;
      this.wake?.();
      return reason;
    });
    for (;;) {
      // What was delivered is finished even when no more is wanted: given back, it could be overtaken by what comes after it (nats-server 2.9 loses its place).
      const batch = this.queue.splice(0, this.extras.batch);
      if (batch.length > 0) await this.handle(batch);
      else if (this.stopped || closed) break;
      else await this.rest(60_000);
    }
    if (!closed) this.messages.stop();
    const reason = await closing;
    if (reason instanceof Error) throw reason;
  }

  private filter(): string {
    const { events, service, from } = this.extras;
    if (events === 'all-of-service') return serviceEventSubjects(service);
    const [event] = events;
    if (event === undefined) throw new Error(`reaction ${this.extras.as} names no event`);
    return eventSubject(from === 'own' ? this.parts.node.code : '*', event.service, event.name, event.major);
  }

  private async handle(messages: readonly JsMsg[]): Promise<void> {
    const readable: { message: JsMsg; event: EventEnvelope }[] = [];
    for (const message of messages) {
      try {
        const event = readEvent(message.subject, message.data, this.extras.events);
        if (this.extras.from === 'neighbours' && event.node === this.parts.node.code) message.ack();
        else readable.push({ message, event });
      } catch (error) {
        await this.refuse(message, error);
      }
    }
    if (readable.length === 0) return;
    try {
      await this.effect(readable.map(({ event }) => event));
    } catch (error) {
      if (readable.length > 1) {
        // One bad event must not hold up its batch: each alone.
        for (const { message } of readable) await this.handle([message]);
        return;
      }
      const [only] = readable;
      if (only === undefined) return;
      if (error instanceof Problem) await this.refuse(only.message, error);
      else this.again(only.message, error);
      return;
    }
    for (const { message } of readable) message.ack();
  }

  private async effect(events: readonly EventEnvelope[]): Promise<void> {
    const { unitOfWork, node, clock, metrics, service } = this.parts;
    const [first] = events;
    const ctx = platformContext(node, clock, this.extras.as, first?.traceparent);
    const handled = await unitOfWork.run(ctx, (tx) => this.react(events, tx));
    metrics.events.inc({ service, reaction: this.extras.as, outcome: 'duplicate' }, events.length - handled);
    metrics.events.inc({ service, reaction: this.extras.as, outcome: 'handled' }, handled);
  }

  /** Lets those events have their effect that have not had it; answers how many. */
  private async react(events: readonly EventEnvelope[], tx: Transaction): Promise<number> {
    const rows = await tx.query<{ event_id: string }>(
      'INSERT INTO inbox (reaction, event_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING RETURNING event_id',
      [this.extras.as, events.map(({ id }) => id)],
    );
    const fresh = new Set(rows.map(({ event_id: id }) => id));
    const news = events.filter(({ id }) => fresh.delete(id));
    if (news.length === 0) return 0;
    if (this.extras.events === 'all-of-service') await this.handler(news, tx);
    else for (const event of news) await this.handler(event, tx);
    return news.length;
  }

  /**
   * Lets an event that was put aside have its effect now, in the given transaction.
   *
   * @throws UnreadableEvent or whatever the reaction throws, when it still cannot
   */
  async replay(busSubject: string, body: string, tx: Transaction): Promise<void> {
    await this.react([readEvent(busSubject, Buffer.from(body, 'utf8'), this.extras.events)], tx);
  }

  private again(message: JsMsg, error: unknown): void {
    const wait = BACKOFF_MILLISECONDS[Math.min(message.info.deliveryCount, BACKOFF_MILLISECONDS.length) - 1] ?? 30_000;
    this.parts.logger.warn({ err: error, reaction: this.extras.as, wait }, 'event will be tried again');
    this.parts.metrics.events.inc({ service: this.parts.service, reaction: this.extras.as, outcome: 'retried' });
    message.nak(wait);
  }

  private async refuse(message: JsMsg, error: unknown): Promise<void> {
    const { unitOfWork, clock, logger, metrics, service } = this.parts;
    const reason = error instanceof Error ? error.message : String(error);
    const reaction = this.extras.as;
    logger.error({ reaction, busSubject: message.subject, reason }, 'event put aside as a dead letter');
    try {
      await putAside(unitOfWork, { reaction, busSubject: message.subject, body: message.data, reason }, instantOf(clock));
    } catch (failure) {
      this.again(message, failure);
      return;
    }
    metrics.events.inc({ service, reaction, outcome: 'dead' });
    metrics.deadLetters.inc({ service, reaction });
    message.term();
  }
}
