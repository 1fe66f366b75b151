import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { QueryFailedError } from 'typeorm';
import { eventSubject, parseEventType, type EventEnvelope } from '@gongshu/contracts';
import { CLOCK, LOGGER, Metrics, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity, type Transaction } from '@gongshu/service-kit';
import { Loop, type RoundResult } from '../link/loop.js';
import { envelopeFault } from './envelope-fault.js';
import { IncomingStore } from './incoming.store.js';

const POLL_MILLISECONDS = 5_000;
const BATCH = 200;

/** PostgreSQL cannot take the content: invalid data, a broken constraint, too deep. Trying again would not help. */
function isUnstorable(error: unknown): boolean {
  return error instanceof QueryFailedError && /^(22|23|54)/.test(String((error.driverError as { code?: unknown }).code));
}

/**
 * The second step: what was stored raw is judged and goes onto this node's bus under its origin's name, in the order of its lane. What may not pass becomes a dead letter and
 * holds up nothing.
 */
@Injectable()
export class ApplyIncoming {
  readonly loop: Loop;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly incoming: IncomingStore,
    private readonly metrics: Metrics,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.loop = new Loop(() => this.round(), { pollMilliseconds: POLL_MILLISECONDS, failed: (error) => logger.warn({ err: error }, 'neighbours’ events could not be applied') });
  }

  private async round(): Promise<RoundResult> {
    let more = false;
    const waiting = await this.unitOfWork.read(this.context(), (tx) => this.incoming.waiting(tx));
    for (const { src, lane } of waiting) if ((await this.apply(src, lane, BATCH)) === BATCH) more = true;
    return more ? 'again' : 'rest';
  }

  /** Answers how many rows it was given. */
  private async apply(src: string, lane: string, limit: number): Promise<number> {
    try {
      return await this.unitOfWork.run(this.context(), (tx) => this.applyBatch(tx, src, lane, limit));
    } catch (error) {
      if (!isUnstorable(error)) throw error;
      if (limit > 1) {
        for (let left = limit; left > 0 && (await this.apply(src, lane, 1)) === 1; left -= 1);
        return limit;
      }
      await this.unitOfWork.run(this.context(), async (tx) => {
        await this.incoming.takeTurn(tx);
        for (const [seq, envelope] of await this.incoming.unapplied(tx, src, lane, 1)) {
          await this.putAside(tx, src, lane, seq, envelope, String(error));
          await this.incoming.markApplied(tx, src, lane, [seq]);
        }
      });
      return 1;
    }
  }

  private async applyBatch(tx: Transaction, src: string, lane: string, limit: number): Promise<number> {
    await this.incoming.takeTurn(tx);
    const events = await this.incoming.unapplied(tx, src, lane, limit);
    const passing: EventEnvelope[] = [];
    for (const [seq, envelope] of events) {
      const fault = envelopeFault(envelope, { own: this.node.code, from: src, relation: src === this.node.parent ? 'PARENT' : 'CHILD', lane });
      if (fault === null) passing.push(envelope as EventEnvelope);
      else await this.putAside(tx, src, lane, seq, envelope, fault);
    }
    const known = new Set(await this.incoming.passedOn(tx, passing.map(({ id }) => id)));
    for (const envelope of passing) {
      const type = parseEventType(envelope.type);
      if (type === null || known.has(envelope.id)) continue;
      known.add(envelope.id);
      tx.passOn(eventSubject(envelope.node, type.service, type.name, type.major), envelope);
    }
    await this.incoming.markApplied(tx, src, lane, events.map(([seq]) => seq));
    return events.length;
  }

  private async putAside(tx: Transaction, src: string, lane: string, seq: number, envelope: unknown, reason: string): Promise<void> {
    this.logger.error({ neighbour: src, lane, seq, reason }, 'a neighbour’s event put aside as a dead letter');
    await this.incoming.putAside(tx, `fed.${src}.${lane}.${String(seq)}`, envelope, reason);
    this.metrics.deadLetters.inc({ service: 'federation', reaction: 'apply' });
  }

  private context() {
    return platformContext(this.node, this.clock, 'apply');
  }
}
