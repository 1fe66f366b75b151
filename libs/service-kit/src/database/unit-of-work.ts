import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { QueryFailedError, type DataSource } from 'typeorm';
import { Problem, problems } from '@gongshu/contracts';
import type { RequestContext } from '../context/request-context.js';
import { isPipelined } from './open-database.js';
import { Transaction } from './transaction.js';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const TRIES = 3;

function worthAnotherTry(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const code = (error.driverError as { code?: unknown }).code;
  return code === SERIALIZATION_FAILURE || code === DEADLOCK;
}

/** For JSON.stringify: the same content gives the same text, in whatever order a client writes its fields. */
function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Runs acts, each in one transaction. */
export class UnitOfWork {
  private announced: () => void = () => undefined;

  constructor(readonly source: DataSource) {}

  /** Who is told that outbox rows were committed: the relay. */
  onAnnounced(listener: () => void): void {
    this.announced = listener;
  }

  /**
   * Runs `work` and commits, then returns its result. A deadlock or serialization failure is run again from the start, in a new transaction.
   * When the context carries an idempotency key, the result is the command's reply: it is stored in the same transaction and returned again for the same key.
   *
   * @param input what the command was asked, to tell a repetition from another command under the same key
   * @throws Problem `state/idempotency-key-reused` for another command under the same key
   */
  async run<T>(ctx: RequestContext, work: (tx: Transaction) => Promise<T>, input?: object): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(ctx, work, input);
      } catch (error) {
        if (attempt >= TRIES || !worthAnotherTry(error)) throw error;
        await delay(10 * attempt);
      }
    }
  }

  /** Reads outside a transaction; for queries. A query changes nothing, so it has nothing to announce: that is refused as a defect. */
  async read<T>(ctx: RequestContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const tx = new Transaction(ctx, this.source.manager);
    const found = await work(tx);
    if (tx.announced) throw new Error(`${ctx.origin} announced an event in a query`);
    return found;
  }

  private async once<T>(ctx: RequestContext, work: (tx: Transaction) => Promise<T>, input?: object): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      const client = (await runner.connect()) as ClientBase;
      const tx = new Transaction(ctx, runner.manager);
      const begun = client.query('BEGIN');
      // Where it may, the first statement follows at once, and fails with it.
      if (isPipelined(this.source)) begun.catch(() => undefined);
      else await begun;
      try {
        const result = await this.replied(tx, work, input);
        await tx.commit(client);
        if (tx.announced) this.announced();
        return result;
      } catch (error) {
        // A connection that was lost rolls back by itself; what made the act fail is what the caller must learn.
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  private async replied<T>(tx: Transaction, work: (tx: Transaction) => Promise<T>, input?: object): Promise<T> {
    const { ctx } = tx;
    if (ctx.idempotencyKey === null || input === undefined) return work(tx);
    const earlier = await this.earlierReply<T>(tx, ctx.idempotencyKey, input);
    if (earlier !== undefined) return earlier;
    const reply = await work(tx);
    await tx.query('UPDATE answered_command SET reply = $4 WHERE actor = $1 AND request = $2 AND key = $3', [ctx.actor, ctx.origin, ctx.idempotencyKey, JSON.stringify(reply)]);
    return reply;
  }

  private async earlierReply<T>(tx: Transaction, key: string, input: object): Promise<T | undefined> {
    const { ctx } = tx;
    const digest = createHash('sha256').update(JSON.stringify(input, inOrder)).digest('hex');
    const claimed = await tx.query(
      'INSERT INTO answered_command (actor, request, key, input_digest, answered_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING key',
      [ctx.actor, ctx.origin, key, digest, ctx.now],
    );
    if (claimed.length > 0) return undefined;
    const [earlier] = await tx.query<{ input_digest: string; reply: T }>('SELECT input_digest, reply FROM answered_command WHERE actor = $1 AND request = $2 AND key = $3', [
      ctx.actor,
      ctx.origin,
      key,
    ]);
    if (earlier === undefined || earlier.input_digest !== digest) throw new Problem(problems.idempotencyKeyReused);
    return earlier.reply;
  }
}
