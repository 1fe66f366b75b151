import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { QueryFailedError, type EntityManager } from 'typeorm';
import { eventSubject, type EventDefinition, type EventEnvelope } from '@gongshu/contracts';
import type { RequestContext } from '../context/request-context.js';
import { isPipelined } from './open-database.js';

/** The bus takes a mebibyte. An event it can never take would block the outbox for ever, so the act that announces it fails instead. */
const LARGEST_EVENT_BYTES = 900_000;

interface Announcement {
  readonly busSubject: string;
  readonly envelope: EventEnvelope;
}

interface NamedStatement {
  readonly name: string;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * One transaction of one act. Stores take it as first argument. It is the only way to announce an event or to set a timer: both are rows that commit with the act's
 * effect, so neither can be lost, nor happen for an act that did not.
 */
export class Transaction {
  private readonly announcements: Announcement[] = [];
  private readonly waiting: NamedStatement[] = [];
  private hasAnnounced = false;

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
    return this.run(await this.client(), { name, sql, parameters });
  }

  /** A named statement whose answer nobody needs. It leaves with the commit, behind every other, and the act fails where it fails. */
  write(name: string, sql: string, parameters: readonly unknown[]): void {
    this.waiting.push({ name, sql, parameters });
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
    return this.hasAnnounced || this.announcements.length > 0;
  }

  /** Sends what waits for the commit now, so that memory need not hold it; it commits with the rest all the same. */
  async flush(): Promise<void> {
    this.writeOutbox();
    await this.send(await this.client());
  }

  /**
   * For the unit of work alone: what waits and the COMMIT leave together.
   *
   * @throws Error also when PostgreSQL answers the COMMIT of a transaction that had failed with a silent rollback, because the act swallowed the fault of a statement
   */
  async commit(client: ClientBase): Promise<void> {
    // Whatever cannot be announced is found out before anything could commit without it.
    this.writeOutbox();
    const sent = this.send(client);
    if (!isPipelined(this.manager.dataSource)) await sent;
    const [written, ended] = await Promise.allSettled([sent, client.query('COMMIT')]);
    // Lost on the way, nobody knows whether it was committed, whatever became of the answers before it.
    if (ended.status === 'rejected') throw ended.reason instanceof Error ? new QueryFailedError('COMMIT', [], ended.reason) : ended.reason;
    if (written.status === 'rejected') throw written.reason;
    if (ended.value.command !== 'COMMIT') throw new Error(`${this.ctx.origin} swallowed the fault of a statement: nothing was committed`);
  }

  /** On a connection that pipelines, every statement is on its way when this returns. */
  private async send(client: ClientBase): Promise<void> {
    const pipelined = isPipelined(this.manager.dataSource);
    const sent: Promise<unknown>[] = [];
    for (const statement of this.waiting.splice(0)) {
      const running = this.run(client, statement);
      sent.push(running);
      if (!pipelined) await running;
    }
    await Promise.all(sent);
  }

  private writeOutbox(): void {
    if (this.announcements.length === 0) return;
    const announced = this.announcements.splice(0);
    const envelopes = announced.map(({ envelope }) => JSON.stringify(envelope));
    const tooLarge = envelopes.findIndex((text) => Buffer.byteLength(text) > LARGEST_EVENT_BYTES);
    if (tooLarge !== -1) throw new Error(`${announced[tooLarge]?.envelope.type ?? 'event'} is too large for the bus`);
    this.write(
      'announce',
      `INSERT INTO outbox (id, bus_subject, envelope, created_at)
       SELECT id, bus_subject, envelope, $4 FROM unnest($1::uuid[], $2::text[], $3::jsonb[]) WITH ORDINALITY AS a(id, bus_subject, envelope, n) ORDER BY n`,
      [announced.map(({ envelope }) => envelope.id), announced.map(({ busSubject }) => busSubject), envelopes, this.ctx.now],
    );
    this.hasAnnounced = true;
  }

  private async client(): Promise<ClientBase> {
    const { queryRunner } = this.manager;
    if (queryRunner === undefined) throw new Error(`${this.ctx.origin} is not in a transaction`);
    return (await queryRunner.connect()) as ClientBase;
  }

  private async run<Row extends object>(client: ClientBase, { name, sql, parameters }: NamedStatement): Promise<Row[]> {
    const { queryRunner, dataSource } = this.manager;
    dataSource.logger.logQuery(sql, [...parameters], queryRunner);
    try {
      return (await client.query<Row>({ name, text: sql, values: [...parameters] })).rows;
    } catch (error) {
      throw error instanceof Error ? new QueryFailedError(sql, [...parameters], error) : error;
    }
  }
}
