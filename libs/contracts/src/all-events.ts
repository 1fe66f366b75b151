import { actRefused } from './act-refused.js';
import { caseMoved } from './case-moved.js';
import * as audit from './audit/events.js';
import * as catalogue from './catalogue/events.js';
import * as catalogueSpreadsheet from './catalogue/spreadsheet.js';
import * as exchange from './exchange/events.js';
import * as federation from './federation/events.js';
import * as identity from './identity/events.js';
import * as law from './law/events.js';
import * as openData from './open-data/events.js';
import * as qualityDispute from './quality-dispute/events.js';
import * as sharing from './sharing/events.js';
import type { EventDefinition } from './define-event.js';

function definitionsOf(module: object): EventDefinition[] {
  return Object.values(module).filter((value: unknown): value is EventDefinition => typeof value === 'object' && value !== null && 'crosses' in value);
}

/** Every event of every service. */
export const ALL_EVENTS: readonly EventDefinition[] = [
  ...[identity, catalogue, catalogueSpreadsheet, sharing, exchange, openData, qualityDispute, audit, federation, law].flatMap(definitionsOf),
  ...Object.values(actRefused),
  ...Object.values(caseMoved),
];

const byType = new Map(ALL_EVENTS.map((definition) => [definition.type, definition]));

/** The definition of a CloudEvents `type`, or undefined for a type this release does not know. */
export function eventOfType(type: string): EventDefinition | undefined {
  return byType.get(type);
}
