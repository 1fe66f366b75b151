import { DiscardPolicy, jetstreamManager, RetentionPolicy, StorageType, type JetStreamManager } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { streamName, streamSubjects, type ServiceName } from '@gongshu/contracts';

const DAY = 24 * 60 * 60 * 1000;

/** The stream is a courier, not an archive: the outbox keeps events far longer and can fill it again. */
export async function ensureStream(manager: JetStreamManager, service: ServiceName): Promise<string> {
  const name = streamName(service);
  const info = await manager.streams.add({
    name,
    subjects: streamSubjects(service),
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: nanos(7 * DAY),
    duplicate_window: nanos(2 * 60 * 1000),
    num_replicas: 1,
  });
  return info.created;
}

/** A manager that does not ask for account information, which service users may not read. */
export async function streamManager(connection: NatsConnection): Promise<JetStreamManager> {
  return jetstreamManager(connection, { checkAPI: false, timeout: 5_000 });
}
