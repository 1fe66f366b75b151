import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { defineEvent } from '../define-event.js';
import { DayField, Flag, Id, Nullable, Parts, Text } from '../fields.js';
import { defineRequest, get } from '../define-request.js';
import { PageQuery } from '../page.js';

/** When the data behind an entry are to be refreshed, by the update cycle the entry states. */
export class DataRefreshView {
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Text({ description: 'Organisation that provides the data' }) readonly provider!: string;
  @Text() readonly updateCycle!: string;
  @DayField({ description: 'Day of the last data version; of the publication as long as there is none' }) readonly refreshedOn!: string;
  @DayField() readonly dueOn!: string;
  @Flag() readonly overdue!: boolean;
  @Text({ description: 'Article that demands it' }) readonly article!: string;
}
export class FindDataRefreshes extends PageQuery {
  @Flag({ optional: true, description: 'Only those whose cycle has passed' }) readonly overdue?: boolean;
}
export class DataRefreshPage {
  @Parts(() => DataRefreshView) readonly items!: DataRefreshView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findDataRefreshes = defineRequest({
  service: 'catalogue', name: 'find-data-refreshes', kind: 'query', input: FindDataRefreshes, output: DataRefreshPage, permission: roles(...ROLES),
  http: get('/data-refreshes'), summary: { zh: '数据更新情况', en: "When data are to be refreshed: all of the node for its data authority, else the own organisation's" },
});

/** The update cycle of an entry has passed without new data. */
export class DataRefreshOverdue {
  @Id() readonly entryId!: string;
  @Text() readonly provider!: string;
  @Text() readonly updateCycle!: string;
  @DayField() readonly dueOn!: string;
  @Text() readonly article!: string;
}
export const dataRefreshOverdue = defineEvent({ service: 'catalogue', name: 'data-refresh-overdue', data: DataRefreshOverdue });
