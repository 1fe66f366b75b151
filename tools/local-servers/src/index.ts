export { createDatabase, dropDatabase, ensureDatabase } from './databases.js';
export { findNatsServer, type FindNatsServerOptions } from './find-nats-server.js';
export { startNatsServer, type NatsServerOptions, type RunningNatsServer } from './nats-server.js';
export { assertPortFree, freePort } from './ports.js';
export { startPostgres, wipePostgres, type PostgresOptions, type RunningPostgres } from './postgres.js';
