import * as audit from './audit/requests.js';
import * as catalogue from './catalogue/requests.js';
import * as catalogueSearch from './catalogue/search.js';
import * as catalogueSpreadsheet from './catalogue/spreadsheet.js';
import * as exchange from './exchange/requests.js';
import * as federation from './federation/requests.js';
import * as identity from './identity/requests.js';
import * as law from './law/requests.js';
import * as lawWorkItems from './law/work-items.js';
import * as openData from './open-data/requests.js';
import * as qualityDispute from './quality-dispute/requests.js';
import * as sharing from './sharing/requests.js';
import type { RequestDefinition } from './define-request.js';

function definitionsOf(module: object): RequestDefinition[] {
  return Object.values(module).filter((value: unknown): value is RequestDefinition => typeof value === 'object' && value !== null && 'permission' in value);
}

/** Every request of every service: the routes of the gateway, the permissions of the bus and the published documents are derived from this list. */
export const ALL_REQUESTS: readonly RequestDefinition[] = [identity, catalogue, catalogueSearch, catalogueSpreadsheet, sharing, exchange, openData, qualityDispute, audit, federation, law, lawWorkItems].flatMap(definitionsOf);
