/* The second door of the kit, for tests and tools that stand where the bus's other side would: not for services. */
export { ensureStream, publishEvent, streamManager } from './messaging/streams.js';
export { decode, encode, requestHeaders } from './messaging/wire.js';
export { databaseAway } from './problems/database-away.js';
