import type { RequestContext } from '../context/request-context.js';
import type { Transaction } from './transaction.js';
import type { UnitOfWork } from './unit-of-work.js';

/** An event that a reaction could not take, kept for an operator. */
export interface DeadLetter {
  readonly id: string;
  readonly reaction: string;
  readonly busSubject: string;
  /** The message as it came, but for bytes that are not text. */
  readonly body: string;
  readonly reason: string;
  readonly putAsideAt: string;
}

interface Refused {
  readonly reaction: string;
  readonly busSubject: string;
  readonly body: Uint8Array;
  readonly reason: string;
}

const MOST_LISTED = 200;

/** Keeps a refused event; the same event that waits already (a replay of the bus brings it again) is kept once. */
export async function putAside(unitOfWork: UnitOfWork, { reaction, busSubject, body, reason }: Refused, now: string): Promise<void> {
  const text = Buffer.from(body).toString('utf8').replaceAll('\u0000', '');
  await unitOfWork.source.query(
    `INSERT INTO dead_letter (reaction, bus_subject, body, reason, put_aside_at) SELECT $1::text, $2::text, $3::text, $4::text, $5::timestamptz
      WHERE NOT EXISTS (SELECT 1 FROM dead_letter WHERE reaction = $1 AND bus_subject = $2 AND body = $3 AND replayed_at IS NULL)`,
    [reaction, busSubject, text, reason.replaceAll('\u0000', ''), now],
  );
}

/** Dead letters that wait for an operator, the oldest first, at most 200. */
export async function listDeadLetters(unitOfWork: UnitOfWork): Promise<DeadLetter[]> {
  const rows = (await unitOfWork.source.query(
    'SELECT id, reaction, bus_subject, body, reason, put_aside_at FROM dead_letter WHERE replayed_at IS NULL ORDER BY id LIMIT $1',
    [MOST_LISTED],
  )) as { id: string; reaction: string; bus_subject: string; body: string; reason: string; put_aside_at: Date }[];
  return rows.map(({ id, reaction, bus_subject: busSubject, body, reason, put_aside_at: at }) => ({ id, reaction, busSubject, body, reason, putAsideAt: at.toISOString() }));
}

/**
 * Lets a dead letter have its effect, once: effect, inbox row and the letter's end commit together. `react` is the reaction of that name; when it throws, the letter waits on.
 *
 * @returns false when no such letter waits
 */
export async function replayDeadLetter(
  unitOfWork: UnitOfWork,
  ctx: RequestContext,
  id: string,
  react: (letter: { reaction: string; busSubject: string; body: string }, tx: Transaction) => Promise<void>,
): Promise<boolean> {
  return unitOfWork.run(ctx, async (tx) => {
    const [letter] = await tx.query<{ reaction: string; bus_subject: string; body: string }>(
      'SELECT reaction, bus_subject, body FROM dead_letter WHERE id = $1 AND replayed_at IS NULL FOR UPDATE',
      [id],
    );
    if (letter === undefined) return false;
    await react({ reaction: letter.reaction, busSubject: letter.bus_subject, body: letter.body }, tx);
    await tx.query('UPDATE dead_letter SET replayed_at = $2 WHERE id = $1', [id, ctx.now]);
    return true;
  });
}
