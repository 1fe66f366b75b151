import { actRefused } from './act-refused.js';
import { caseMoved } from './case-moved.js';
import * as audit from './audit/index.js';
import * as catalogue from './catalogue/index.js';
import * as exchange from './exchange/index.js';
import * as federation from './federation/index.js';
import * as identity from './identity/index.js';
import * as law from './law/index.js';
import * as openData from './open-data/index.js';
import * as qualityDispute from './quality-dispute/index.js';
import * as sharing from './sharing/index.js';
import type { EventDefinition } from './define-event.js';

function definitionsOf(module: object): EventDefinition[] {
  return Object.values(module).filter((value: unknown): value is EventDefinition => typeof value === 'object' && value !== null && 'crosses' in value);
}

/** Every event of every service. */
export const ALL_EVENTS: readonly EventDefinition[] = [
  ...[identity, catalogue, sharing, exchange, openData, qualityDispute, audit, federation, law].flatMap(definitionsOf),
  ...Object.values(actRefused),
  ...Object.values(caseMoved),
];

const byType = new Map(ALL_EVENTS.map((definition) => [definition.type, definition]));

/** The definition of a CloudEvents `type`, or undefined for a type this release does not know. */
export function eventOfType(type: string): EventDefinition | undefined {
  return byType.get(type);
}
