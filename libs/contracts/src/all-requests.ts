import * as audit from './audit/requests.js';
import * as catalogue from './catalogue/requests.js';
import * as catalogueSearch from './catalogue/search.js';
import * as catalogueSpreadsheet from './catalogue/spreadsheet.js';
import * as catalogueTypeChange from './catalogue/type-change.js';
import * as catalogueNegativeList from './catalogue/negative-list.js';
import * as catalogueReviewVerdict from './catalogue/review-verdict.js';
import * as catalogueGuidance from './catalogue/guidance.js';
import * as catalogueMaintenance from './catalogue/maintenance.js';
import * as catalogueRelease from './catalogue/release.js';
import * as catalogueDataRefresh from './catalogue/data-refresh.js';
import * as catalogueClass from './catalogue/catalogue-class.js';
import * as catalogueContribution from './catalogue/contribution.js';
import * as catalogueNorm from './catalogue/norm.js';
import * as catalogueResponsibilityDomain from './catalogue/responsibility-domain.js';
import * as catalogueCollection from './catalogue/collection.js';
import * as catalogueCompliance from './catalogue/compliance.js';
import * as catalogueFunctionItem from './catalogue/function-item.js';
import * as catalogueInformationSystem from './catalogue/information-system.js';
import * as catalogueProject from './catalogue/project.js';
import * as catalogueSharingNeed from './catalogue/sharing-need.js';
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
export const ALL_REQUESTS: readonly RequestDefinition[] = [identity, catalogue, catalogueSearch, catalogueSpreadsheet, catalogueTypeChange, catalogueNegativeList, catalogueReviewVerdict, catalogueGuidance, catalogueMaintenance, catalogueRelease, catalogueDataRefresh, catalogueClass, catalogueContribution, catalogueNorm, catalogueResponsibilityDomain, catalogueCollection, catalogueCompliance, catalogueFunctionItem, catalogueInformationSystem, catalogueProject, catalogueSharingNeed, sharing, exchange, openData, qualityDispute, audit, federation, law, lawWorkItems].flatMap(definitionsOf);
