import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { eventOfType, type EventEnvelope } from '@gongshu/contracts';
import { covers } from '@gongshu/service-kit';

/** Who brought an envelope, over which lane, to which node. */
export interface Carrier {
  readonly own: string;
  readonly from: string;
  readonly relation: 'PARENT' | 'CHILD';
  readonly lane: string;
}

const TEXTS = ['id', 'source', 'type', 'subject', 'time', 'traceparent', 'node', 'jurisdiction', 'actor', 'organisation'] as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOST_CHARACTERS = 500;

/** Why an envelope may not pass onto this node's bus; null when it may. A node speaks for its own territory only, and nobody outside speaks for ours. */
export function envelopeFault(envelope: unknown, carrier: Carrier): string | null {
  if (typeof envelope !== 'object' || envelope === null) return 'not an envelope';
  const event = envelope as EventEnvelope;
  const missing = TEXTS.find((name) => typeof event[name] !== 'string' || event[name].length > MOST_CHARACTERS);
  if (missing !== undefined) return `${missing} is not a text of at most ${String(MOST_CHARACTERS)} characters`;
  if (event.specversion !== '1.0' || !UUID.test(event.id) || Number.isNaN(Date.parse(event.time))) return 'not CloudEvents 1.0';
  const definition = eventOfType(event.type);
  if (definition === undefined) return `unknown type ${event.type}`;
  if (definition.crosses?.lane !== carrier.lane) return `${event.type} does not cross on the lane ${carrier.lane}`;
  const speaksFor = carrier.relation === 'CHILD' ? covers(carrier.from, event.node) : !covers(carrier.own, event.node);
  if (!speaksFor || !/^[1-9]\d{5}$/.test(event.node)) return `${carrier.from} does not speak for ${event.node}`;
  if (event.source !== `/nodes/${event.node}/${definition.service}`) return `${event.source} is not where ${event.type} happens`;
  const faults = validateSync(plainToInstance(definition.data, event.data ?? {}), { forbidUnknownValues: false });
  return faults.length === 0 ? null : `breaks its contract: ${faults.map(({ property }) => property).join(', ')}`;
}
