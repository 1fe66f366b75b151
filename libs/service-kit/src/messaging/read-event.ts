import { isObject, validateSync } from 'class-validator';
import { plainToInstance } from 'class-transformer';
import { eventOfType, eventSubject, isId, type EventDefinition, type EventEnvelope } from '@gongshu/contracts';
import { decode } from './wire.js';

/** An event that can never be handled as it is: not what its contract says. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

const TEXTS = ['type', 'source', 'subject', 'time', 'node'] as const;

/**
 * Reads one message of the bus. The server answers for the subject only, so an envelope must say of itself what its subject says: otherwise a service could announce
 * another's facts.
 *
 * @param expected the events the reader can take; `all-of-service` takes types of later releases too, as they are
 * @throws UnreadableEvent
 */
export function readEvent(busSubject: string, body: Uint8Array, expected: readonly EventDefinition[] | 'all-of-service'): EventEnvelope {
  const event = envelopeOf(body);
  const definition = eventOfType(event.type);
  if (definition === undefined) {
    if (expected === 'all-of-service') return event;
    throw new UnreadableEvent(`unknown type ${event.type}`);
  }
  if (expected !== 'all-of-service' && !expected.includes(definition)) throw new UnreadableEvent(`${event.type} is not for this reaction`);
  if (busSubject !== eventSubject(event.node, definition.service, definition.name, definition.major)) throw new UnreadableEvent(`${event.type} of ${event.node} came as ${busSubject}`);
  if (!isObject(event.data) || Array.isArray(event.data)) throw new UnreadableEvent('breaks its contract: data');
  const faults = validateSync(plainToInstance(definition.data, event.data), { forbidUnknownValues: false });
  if (faults.length > 0) throw new UnreadableEvent(`breaks its contract: ${faults.map(({ property }) => property).join(', ')}`);
  return event;
}

function envelopeOf(body: Uint8Array): EventEnvelope {
  let event: unknown;
  try {
    event = decode(body);
  } catch {
    throw new UnreadableEvent('not JSON');
  }
  if (!isObject<Record<string, unknown>>(event) || !isId(event['id'])) throw new UnreadableEvent('not a CloudEvent');
  const missing = TEXTS.filter((name) => typeof event[name] !== 'string');
  if (missing.length > 0) throw new UnreadableEvent(`not a CloudEvent: ${missing.join(', ')}`);
  return event as unknown as EventEnvelope;
}
