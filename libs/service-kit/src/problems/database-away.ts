import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { Problem, problems } from '@gongshu/contracts';

/** A server that goes away, is not there, comes up, or has no connection left. */
const AWAY = /^(?:08[0-9A-Z]{3}|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
/** What the client says without a code. */
const LOST = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** The refusal for work that the database's absence cut short; null for any other error. Repeating it with the same idempotency key is safe. */
export function databaseAway(error: unknown): Problem | null {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(cause instanceof Error)) return null;
  const code = (cause as { code?: unknown }).code;
  // TypeORM gives up a connection the moment it breaks; what the transaction asks of it next fails by this.
  const givenUp = cause instanceof QueryRunnerAlreadyReleasedError || cause instanceof QueryRunnerProviderAlreadyReleasedError;
  const away = givenUp || (typeof code === 'string' && AWAY.test(code)) || LOST.test(cause.message);
  if (!away) return null;
  const unknown = error instanceof QueryFailedError && error.query === 'COMMIT';
  return new Problem(unknown ? problems.serviceTimeout : problems.serviceUnreachable, { retryAfterSeconds: 2 });
}
