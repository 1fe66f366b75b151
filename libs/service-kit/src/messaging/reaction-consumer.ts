import { AckPolicy, DeliverPolicy, jetstream, type ConsumerMessages, type JetStreamClient, type JsMsg } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { isObject, validateSync } from 'class-validator';
import { plainToInstance } from 'class-transformer';
import type { Logger } from 'pino';
import { eventOfType, eventSubject, Problem, serviceEventSubjects, streamName, type EventEnvelope, type ServiceName } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';
import { instantOf } from '../context/clock.js';
import { platformContext, type NodeIdentity } from '../context/request-context.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { ReactionExtras, ReactionHandler } from './handlers.js';
import { ensureStream, streamManager } from './streams.js';
import { decode } from './wire.js';

const ACK_WAIT_MILLISECONDS = 30_000;
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

/** An event that can never be handled as it is: not what its contract says. */
class UnreadableEvent extends Error {}

/**
 * One durable consumer for one reaction. Effect and inbox row commit together, then the message is acknowledged: a repeated delivery changes nothing.
 *
 * - a duplicate is acknowledged;
 * - a message that breaks its contract, or that the reaction refuses with a problem, goes to the dead letters and is terminated (bare `term()`: older servers ignore one with a reason);
 * - anything else is a passing failure and is delivered again after a while. Only one message is out at a time, so the order holds while it waits.
 */
export class ReactionConsumer {
  private readonly client: JetStreamClient;
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
    this.durable = `${parts.service}--${extras.as}`;
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
        await this.consume();
      } catch (error) {
        if (this.stopped) return;
        this.parts.logger.warn({ err: error, reaction: this.extras.as }, 'consumer lost, setting it up again');
      }
      if (!this.stopped) await this.rest(500);
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

  private async consume(): Promise<void> {
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
    const consumer = await this.client.consumers.get(stream, this.durable);
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
    while (!this.stopped && !closed) {
      const batch = this.queue.splice(0, this.extras.batch);
      if (batch.length > 0) await this.handle(batch);
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
        const event = this.read(message);
        if (this.extras.from === 'neighbours' && event.node === this.parts.node.code) message.ack();
        else readable.push({ message, event });
      } catch (error) {
        await this.putAside(message, error);
      }
    }
    if (readable.length === 0) return;
    try {
      await this.effect(readable.map(({ event }) => event));
      for (const { message } of readable) message.ack();
    } catch (error) {
      if (readable.length > 1) {
        // One bad event must not hold up its batch: each alone.
        for (const { message } of readable) await this.handle([message]);
        return;
      }
      const [only] = readable;
      if (only === undefined) return;
      if (error instanceof Problem) await this.putAside(only.message, error);
      else this.again(only.message, error);
    }
  }

  private read(message: JsMsg): EventEnvelope {
    let event: EventEnvelope;
    try {
      event = decode(message.data) as EventEnvelope;
    } catch {
      throw new UnreadableEvent('not JSON');
    }
    if (!isObject(event) || typeof event.id !== 'string' || typeof event.type !== 'string') throw new UnreadableEvent('not a CloudEvent');
    const definition = eventOfType(event.type);
    if (definition === undefined) {
      if (this.extras.events === 'all-of-service') return event;
      throw new UnreadableEvent(`unknown type ${event.type}`);
    }
    const faults = validateSync(plainToInstance(definition.data, event.data), { forbidUnknownValues: false });
    if (faults.length > 0) throw new UnreadableEvent(`breaks its contract: ${faults.map(({ property }) => property).join(', ')}`);
    return event;
  }

  private async effect(events: readonly EventEnvelope[]): Promise<void> {
    const { unitOfWork, node, clock, metrics, service } = this.parts;
    const [first] = events;
    const ctx = platformContext(node, clock, this.extras.as, first?.traceparent);
    await unitOfWork.run(ctx, async (tx) => {
      const rows = await tx.query<{ event_id: string }>(
        'INSERT INTO inbox (reaction, event_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING RETURNING event_id',
        [this.extras.as, events.map(({ id }) => id)],
      );
      const fresh = new Set(rows.map(({ event_id: id }) => id));
      const news = events.filter(({ id }) => fresh.delete(id));
      metrics.events.inc({ service, reaction: this.extras.as, outcome: 'duplicate' }, events.length - news.length);
      if (news.length === 0) return;
      if (this.extras.events === 'all-of-service') await this.handler(news, tx);
      else for (const event of news) await this.handler(event, tx);
      metrics.events.inc({ service, reaction: this.extras.as, outcome: 'handled' }, news.length);
    });
  }

  private again(message: JsMsg, error: unknown): void {
    const wait = BACKOFF_MILLISECONDS[Math.min(message.info.deliveryCount, BACKOFF_MILLISECONDS.length) - 1] ?? 30_000;
    this.parts.logger.warn({ err: error, reaction: this.extras.as, wait }, 'event will be tried again');
    this.parts.metrics.events.inc({ service: this.parts.service, reaction: this.extras.as, outcome: 'retried' });
    message.nak(wait);
  }

  private async putAside(message: JsMsg, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    this.parts.logger.error({ reaction: this.extras.as, busSubject: message.subject, reason }, 'event put aside as a dead letter');
    const body = Buffer.from(message.data).toString('utf8').replaceAll('\u0000', '');
    try {
      await this.parts.unitOfWork.source.query('INSERT INTO dead_letter (reaction, bus_subject, body, reason, put_aside_at) VALUES ($1, $2, $3, $4, $5)', [
        this.extras.as,
        message.subject,
        body,
        reason,
        instantOf(this.parts.clock),
      ]);
    } catch (failure) {
      this.again(message, failure);
      return;
    }
    this.parts.metrics.deadLetters.inc({ service: this.parts.service, reaction: this.extras.as });
    message.term();
  }
}
