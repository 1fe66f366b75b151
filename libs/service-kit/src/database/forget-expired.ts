import type { DataSource } from 'typeorm';

/**
 * Forgets what nobody can ask for any more: announced events past the time they stay replayable, and the replies kept for repeated commands. The inbox stays: an event
 * it has forgotten would have its effect twice.
 */
export async function forgetExpired(source: DataSource, now: string, retentionDays: number): Promise<void> {
  await source.query('DELETE FROM outbox WHERE published_at IS NOT NULL AND created_at < $1::timestamptz - make_interval(days => $2)', [now, retentionDays]);
  await source.query('DELETE FROM answered_command WHERE answered_at < $1::timestamptz - make_interval(days => $2)', [now, retentionDays]);
}
