export { createDatabase, dropDatabase, ensureDatabase } from './databases.js';
export { endOrphan } from './end-orphan.js';
export { findNatsServer, type FindNatsServerOptions } from './find-nats-server.js';
export { claimFolder, refuseIfOwned } from './folder-owner.js';
export { startNatsServer, type NatsServerOptions, type RunningNatsServer } from './nats-server.js';
export { assertPortFree, freePort } from './ports.js';
export { startPostgres, wipePostgres, type PostgresOptions, type RunningPostgres } from './postgres.js';
