import { readFileSync } from 'node:fs';
import { connect, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';
import { inboxPrefix } from '@gongshu/contracts';
import { BusLink } from './bus-link.js';

/** A connection to a node's bus, for whoever passes it on without speaking to it. */
export type BusConnection = NatsConnection;

export interface BusOptions {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly caFile: string;
  /** Shown in the server's connection list. */
  readonly name: string;
}

/** How this project connects to any NATS server: it keeps trying for ever, and replies come to the user's own inbox. */
export function connectionOptions(options: BusOptions): ConnectionOptions {
  return {
    servers: options.url,
    name: options.name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    waitOnFirstConnect: true,
    pingInterval: 5_000,
    maxPingOut: 2,
    ignoreClusterUpdates: true,
    // A stack kept for each request, for the few that fail.
    noAsyncTraces: true,
    ...(options.user === '' ? {} : { user: options.user, pass: options.password, inboxPrefix: inboxPrefix(options.user) }),
    ...(options.caFile === '' ? {} : { tls: { ca: readFileSync(options.caFile, 'utf8') } }),
  };
}

/** Connects to a NATS server and keeps trying for ever, also when the server is not up yet: a start order is nobody's duty. */
export async function connectBus(options: BusOptions): Promise<NatsConnection> {
  return connect(connectionOptions(options));
}

/** Sends what is still to be sent and closes. A drain fails while the server is away; then there is nothing to wait for. */
export async function leaveBus(connection: BusConnection): Promise<void> {
  if (BusLink.of(connection).up) await connection.drain().catch(() => connection.close());
  else await connection.close();
}
