import * as audit from './audit/index.js';
import * as catalogue from './catalogue/index.js';
import * as exchange from './exchange/index.js';
import * as federation from './federation/index.js';
import * as identity from './identity/index.js';
import * as law from './law/index.js';
import * as openData from './open-data/index.js';
import * as qualityDispute from './quality-dispute/index.js';
import * as sharing from './sharing/index.js';
import type { RequestDefinition } from './define-request.js';

function definitionsOf(module: object): RequestDefinition[] {
  return Object.values(module).filter((value: unknown): value is RequestDefinition => typeof value === 'object' && value !== null && 'permission' in value);
}

/** Every request of every service: the routes of the gateway, the permissions of the bus and the published documents are derived from this list. */
export const ALL_REQUESTS: readonly RequestDefinition[] = [identity, catalogue, sharing, exchange, openData, qualityDispute, audit, federation, law].flatMap(definitionsOf);
