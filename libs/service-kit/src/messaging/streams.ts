import { jetstream, DiscardPolicy, JetStreamApiError, jetstreamManager, RetentionPolicy, StorageType, type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { streamName, streamSubjects, type EventEnvelope, type ServiceName } from '@gongshu/contracts';
import { encode } from './wire.js';

const DAY = 24 * 60 * 60 * 1000;
/** "stream name already in use with a different configuration" */
const CONFIGURED_OTHERWISE = 10_058;

/** Which stream this is, and how far it has got: by both a publisher tells whether the server still has what it once acknowledged. */
export interface StreamState {
  readonly created: string;
  readonly lastSequence: number;
}

/**
 * The stream of a service's events, made when missing. It is a courier, not an archive: the outbox keeps events far longer and can fill it again.
 * A stream that an operator has configured otherwise is taken as it is.
 */
export async function ensureStream(manager: JetStreamManager, service: ServiceName): Promise<StreamState> {
  const name = streamName(service);
  const wanted: Partial<StreamConfig> & { name: string } = {
    name,
    subjects: streamSubjects(service),
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: nanos(7 * DAY),
    duplicate_window: nanos(2 * 60 * 1000),
    num_replicas: 1,
  };
  const { created, state } = await manager.streams.add(wanted).catch((error: unknown) => {
    if (error instanceof JetStreamApiError && error.code === CONFIGURED_OTHERWISE) return manager.streams.info(name);
    throw error;
  });
  return { created, lastSequence: state.last_seq };
}

/** A manager that does not ask for account information, which service users may not read. */
export async function streamManager(connection: NatsConnection): Promise<JetStreamManager> {
  return jetstreamManager(connection, { checkAPI: false, timeout: 5_000 });
}

/** Publishes an event past any outbox: for tests that play another service. `messageId` is what the broker knows duplicates by. */
export async function publishEvent(connection: NatsConnection, busSubject: string, envelope: EventEnvelope, messageId: string): Promise<void> {
  await jetstream(connection).publish(busSubject, encode(envelope), { msgID: messageId });
}
