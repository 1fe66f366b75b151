import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { defineEvent } from '../define-event.js';
import { DayField, Flag, Id, InstantField, Nullable, Part, Parts, Text, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { Party } from '../step.js';

const YEAR = { min: 2018, max: 2999 };

/** A department has gone through its whole catalogue (jian 11). */
export class RecordMaintenance {
  @Whole({ ...YEAR, description: 'This year, or the last one when that was missed' }) readonly year!: number;
  @Flag({ optional: true, description: 'Nothing had to be changed' }) readonly noChange?: boolean;
}
export class MaintenanceView {
  @Id() readonly id!: string;
  @Whole(YEAR) readonly year!: number;
  @Part(() => Party) readonly department!: Party;
  @Flag() readonly noChange!: boolean;
  @Flag({ description: 'After the end of its year' }) readonly late!: boolean;
  @InstantField() readonly recordedAt!: string;
}
export const recordMaintenance = defineRequest({
  service: 'catalogue', name: 'record-maintenance', kind: 'command', input: RecordMaintenance, output: MaintenanceView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/catalogue-maintenances'), summary: { zh: '登记目录全面维护', en: 'Record the yearly full maintenance of the catalogue' },
});
export class FindMaintenances {
  @Whole(YEAR) readonly year!: number;
}
/** Where a department stands in the maintenance of a year. */
export class DepartmentMaintenance {
  @Part(() => Party) readonly department!: Party;
  @Flag({ description: 'At least one full maintenance is on record' }) readonly maintained!: boolean;
  @Flag({ description: 'The year has ended without one' }) readonly overdue!: boolean;
}
export class MaintenanceReport {
  @Whole(YEAR) readonly year!: number;
  @DayField({ nullable: true, description: 'Last day; null where the regulation demands no full maintenance' }) readonly dueOn!: string | null;
  @Nullable({ description: 'Article that demands it' }) readonly article!: string | null;
  @Parts(() => DepartmentMaintenance, { most: 5000, description: 'Departments with published entries: all for the data authority, else the own' }) readonly items!: DepartmentMaintenance[];
}
export const findMaintenances = defineRequest({
  service: 'catalogue', name: 'find-maintenances', kind: 'query', input: FindMaintenances, output: MaintenanceReport, permission: roles(...ROLES),
  http: get('/catalogue-maintenances'), summary: { zh: '各部门目录全面维护情况', en: 'Which departments have maintained their catalogue in a year' },
});

export class CatalogueMaintained {
  @Id() readonly id!: string;
  @Text() readonly organisation!: string;
  @Whole(YEAR) readonly year!: number;
  @Flag() readonly noChange!: boolean;
}
export const catalogueMaintained = defineEvent({ service: 'catalogue', name: 'catalogue-maintained', data: CatalogueMaintained });
/** A year has ended without the full maintenance of a department's catalogue. */
export class CatalogueMaintenanceOverdue {
  @Text() readonly organisation!: string;
  @Whole(YEAR) readonly year!: number;
  @Text() readonly article!: string;
}
export const catalogueMaintenanceOverdue = defineEvent({ service: 'catalogue', name: 'catalogue-maintenance-overdue', data: CatalogueMaintenanceOverdue });
