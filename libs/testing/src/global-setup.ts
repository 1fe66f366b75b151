import type { TestProject } from 'vitest/node';
import { findNatsServer } from '@gongshu/local-servers';
import { startTestPostgres } from './test-servers.js';

/** One PostgreSQL for the run; the nats-server binary is found (or fetched) once, before anybody needs it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await findNatsServer();
  const postgres = await startTestPostgres();
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await postgres.remove();
  };
}
