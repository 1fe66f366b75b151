import { actRefused } from './act-refused.js';
import { caseMoved } from './case-moved.js';
import * as audit from './audit/events.js';
import * as catalogue from './catalogue/events.js';
import * as catalogueSpreadsheet from './catalogue/spreadsheet.js';
import * as catalogueTypeChange from './catalogue/type-change.js';
import * as catalogueNegativeList from './catalogue/negative-list.js';
import * as catalogueGuidance from './catalogue/guidance.js';
import * as catalogueMaintenance from './catalogue/maintenance.js';
import * as catalogueRelease from './catalogue/release.js';
import * as catalogueDataRefresh from './catalogue/data-refresh.js';
import * as catalogueClass from './catalogue/catalogue-class.js';
import * as catalogueContribution from './catalogue/contribution.js';
import * as catalogueNorm from './catalogue/norm.js';
import * as catalogueResponsibility from './catalogue/responsibility.js';
import * as catalogueResponsibilityDomain from './catalogue/responsibility-domain.js';
import * as catalogueCollection from './catalogue/collection.js';
import * as catalogueCompliance from './catalogue/compliance.js';
import * as catalogueFunctionItem from './catalogue/function-item.js';
import * as catalogueInformationSystem from './catalogue/information-system.js';
import * as catalogueProject from './catalogue/project.js';
import * as catalogueSharingNeed from './catalogue/sharing-need.js';
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
  ...[identity, catalogue, catalogueSpreadsheet, catalogueTypeChange, catalogueNegativeList, catalogueGuidance, catalogueMaintenance, catalogueRelease, catalogueDataRefresh, catalogueClass, catalogueContribution, catalogueNorm, catalogueResponsibility, catalogueResponsibilityDomain, catalogueCollection, catalogueCompliance, catalogueFunctionItem, catalogueInformationSystem, catalogueProject, catalogueSharingNeed, sharing, exchange, openData, qualityDispute, audit, federation, law].flatMap(definitionsOf),
  ...Object.values(actRefused),
  ...Object.values(caseMoved),
];

const byType = new Map(ALL_EVENTS.map((definition) => [definition.type, definition]));

/** The definition of a CloudEvents `type`, or undefined for a type this release does not know. */
export function eventOfType(type: string): EventDefinition | undefined {
  return byType.get(type);
}
