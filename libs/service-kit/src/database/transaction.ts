import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { QueryFailedError, type EntityManager, type EntitySchema, type ObjectLiteral, type Repository } from 'typeorm';
import { eventSubject, type EventDefinition, type EventEnvelope } from '@gongshu/contracts';
import type { RequestContext } from '../context/request-context.js';

/** The bus takes a mebibyte. An event it can never take would block the outbox for ever, so the act that announces it fails instead. */
const LARGEST_EVENT_BYTES = 900_000;

interface Announcement {
  readonly busSubject: string;
  readonly envelope: EventEnvelope;
}

/**
 * One transaction of one act. Stores take it as first argument. It is the only way to announce an event or to set a timer: both are rows that commit with the act's
 * effect, so neither can be lost, nor happen for an act that did not.
 */
export class Transaction {
  private readonly announcements: Announcement[] = [];

  constructor(
    readonly ctx: RequestContext,
    readonly manager: EntityManager,
  ) {}

  /** Runs SQL. Typed by the caller, because the driver cannot know. */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const result: unknown = await this.manager.query(sql, [...parameters]);
    // For UPDATE and DELETE the driver layer answers [rows, count].
    if (Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number') return result[0] as Row[];
    return result as Row[];
  }

  /**
   * Runs SQL of a hot path under a name, by which each connection keeps its plan: parsing and planning a short statement costs the server more than running it. One name stands for one
   * text for ever.
   */
  async prepared<Row extends object>(name: string, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    const { queryRunner, dataSource } = this.manager;
    if (queryRunner === undefined) throw new Error(`${name} belongs into a transaction`);
    const client = (await queryRunner.connect()) as ClientBase;
    dataSource.logger.logQuery(sql, [...parameters], queryRunner);
    try {
      return (await client.query<Row>({ name, text: sql, values: [...parameters] })).rows;
    } catch (error) {
      throw error instanceof Error ? new QueryFailedError(sql, [...parameters], error) : error;
    }
  }

  repository<T extends ObjectLiteral>(table: EntitySchema<T>): Repository<T> {
    return this.manager.getRepository(table);
  }

  /** Announces a fact about the thing `subject`; it leaves after the commit. */
  announce<D extends object>(definition: EventDefinition<D>, subject: string, data: D): void {
    const { ctx } = this;
    this.announcements.push({
      busSubject: eventSubject(ctx.node.code, definition.service, definition.name, definition.major),
      envelope: {
        specversion: '1.0',
        id: randomUUID(),
        source: `/nodes/${ctx.node.code}/${definition.service}`,
        type: definition.type,
        subject,
        time: ctx.now,
        datacontenttype: 'application/json',
        traceparent: ctx.traceparent,
        node: ctx.node.code,
        jurisdiction: ctx.node.pack,
        actor: ctx.actor,
        organisation: ctx.organisation?.id ?? '',
        data,
      },
    });
  }

  /** Passes on a neighbour's fact under the neighbour's own name. Only the federation service may: the bus refuses it to others. */
  passOn(busSubject: string, envelope: EventEnvelope): void {
    this.announcements.push({ busSubject, envelope });
  }

  /** Sets or moves a timer; `dueAt` is an ISO instant. */
  async startTimer(kind: string, key: string, dueAt: string, payload: Record<string, unknown> = {}): Promise<void> {
    await this.manager.query(
      `INSERT INTO timer (kind, key, due_at, payload) VALUES ($1, $2, $3, $4)
       ON CONFLICT (kind, key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload, lease_until = NULL, attempts = 0`,
      [kind, key, dueAt, JSON.stringify(payload)],
    );
  }

  async stopTimer(kind: string, key: string): Promise<void> {
    await this.manager.query('DELETE FROM timer WHERE kind = $1 AND key = $2', [kind, key]);
  }

  /** Whether anything was announced. */
  get announced(): boolean {
    return this.announcements.length > 0;
  }

  /**
   * Writes the announcements as outbox rows, in the order they were made. For the unit of work alone. Something is asked of the database in any case: PostgreSQL answers the COMMIT
   * of a transaction that has failed with a silent rollback, so an act that swallowed a database error must be found out before.
   */
  async flush(): Promise<void> {
    if (!this.announced) {
      await this.manager.query('SELECT 1');
      return;
    }
    const envelopes = this.announcements.map(({ envelope }) => JSON.stringify(envelope));
    const tooLarge = envelopes.findIndex((text) => Buffer.byteLength(text) > LARGEST_EVENT_BYTES);
    if (tooLarge !== -1) throw new Error(`${this.announcements[tooLarge]?.envelope.type ?? 'event'} is too large for the bus`);
    await this.prepared(
      'announce',
      `INSERT INTO outbox (id, bus_subject, envelope, created_at)
       SELECT id, bus_subject, envelope, $4 FROM unnest($1::uuid[], $2::text[], $3::jsonb[]) WITH ORDINALITY AS a(id, bus_subject, envelope, n) ORDER BY n`,
      [
        this.announcements.map(({ envelope }) => envelope.id),
        this.announcements.map(({ busSubject }) => busSubject),
        envelopes,
        this.ctx.now,
      ],
    );
  }
}
