import { createHash } from 'node:crypto';
import { BATCH_BYTES, type NumberedEvent } from '@gongshu/contracts';

/** Largest envelope that crosses: the bus takes messages of 1 MB. */
export const MOST_ENVELOPE_BYTES = 900_000;

export const bytesOf = (envelope: unknown): number => Buffer.byteLength(JSON.stringify(envelope));

/** Both sides compare it: the same number must mean the same event. */
export function digestOf(envelope: unknown): string {
  return createHash('sha256').update(JSON.stringify(envelope)).digest('hex');
}

/** As many of the events as one batch may carry; at least one, so that a large one passes alone. */
export function fitting(events: readonly NumberedEvent[]): NumberedEvent[] {
  let bytes = 0;
  const end = events.findIndex(([, envelope], index) => {
    bytes += bytesOf(envelope);
    return index > 0 && bytes > BATCH_BYTES;
  });
  return end === -1 ? [...events] : events.slice(0, end);
}
