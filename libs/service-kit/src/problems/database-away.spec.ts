import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { expect, it } from 'vitest';
import { databaseAway } from './database-away.js';

const coded = (code: string): Error => Object.assign(new Error('from the driver'), { code });
const status = (error: unknown): number | undefined => databaseAway(error)?.definition.status;

it.each(['57P01', '57P02', '57P03', '08006', '53300', 'ECONNREFUSED', 'ECONNRESET'])('%s is passing: try again', (code) => {
  expect(status(coded(code))).toBe(503);
  expect(status(new QueryFailedError('SELECT 1', [], coded(code)))).toBe(503);
});

it.each(['Connection terminated unexpectedly', 'Connection terminated due to connection timeout', 'timeout exceeded when trying to connect'])('"%s" is passing, though it has no code', (message) => {
  expect(status(new Error(message))).toBe(503);
});

it.each([new QueryRunnerAlreadyReleasedError(), new QueryRunnerProviderAlreadyReleasedError()])('a connection given up in the middle of a transaction is passing: $name', (error) => {
  expect(status(error)).toBe(503);
});

it('the outcome of a commit that was cut off is unknown', () => {
  expect(status(new QueryFailedError('COMMIT', [], coded('57P01')))).toBe(504);
});

it.each([coded('23505'), new QueryFailedError('SELECT', [], coded('42601')), new Error('disk full'), 'no error at all'])('%s is none of it', (error) => {
  expect(databaseAway(error)).toBeNull();
});
