import { DataSource } from 'typeorm';
import { describe, expect, inject, it } from 'vitest';
import { busyProblem } from './stream-database.js';

describe('a pool of connections that are all taken', () => {
  it('is told as passing, with a time to try again', async () => {
    const source = await new DataSource({ type: 'postgres', url: inject('postgresUrl'), installExtensions: false, poolSize: 1, extra: { connectionTimeoutMillis: 300 } }).initialize();
    const holder = source.createQueryRunner();
    await holder.connect();
    const error: unknown = await source.query('SELECT 1').catch((reason: unknown) => reason);
    await holder.release();
    await source.destroy();
    const problem = busyProblem(error);
    expect([problem?.definition.status, problem?.parts.retryAfterSeconds]).toEqual([503, 5]);
    expect(busyProblem(new Error('disk full'))).toBeNull();
  });
});
