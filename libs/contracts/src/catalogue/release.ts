import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { defineEvent } from '../define-event.js';
import { DayField, Division, Flag, Id, InstantField, Nullable, Part, Parts, Text, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { Party } from '../step.js';

const MOST = 2_147_483_647;

/** The consolidated catalogue: all published entries of this node and the nodes around it. Every publication and withdrawal makes its next version. */
export class ConsolidatedCatalogue {
  @Whole({ min: 0, max: MOST, description: '0: nothing has been published yet' }) readonly version!: number;
  @InstantField({ nullable: true, description: 'Of its last change' }) readonly changedAt!: string | null;
  @Whole({ min: 0, max: MOST }) readonly entries!: number;
}
export class AskConsolidatedCatalogue {}
export const getConsolidatedCatalogue = defineRequest({
  service: 'catalogue', name: 'get-consolidated-catalogue', kind: 'query', input: AskConsolidatedCatalogue, output: ConsolidatedCatalogue, permission: roles(...ROLES),
  http: get('/consolidated-catalogue'), summary: { zh: '汇总目录的当前版本', en: 'The consolidated catalogue as it is now' },
});
export class ConsolidatedEntry {
  @Id() readonly id!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly entryVersion!: number;
  @Text() readonly code!: string;
  @Text() readonly name!: string;
  @Division() readonly node!: string;
  @Part(() => Party) readonly provider!: Party;
  @Text() readonly sharingType!: string;
}
export class ConsolidatedEntries {
  @Parts(() => ConsolidatedEntry) readonly items!: ConsolidatedEntry[];
  @Nullable() readonly nextCursor!: string | null;
}
export class FindConsolidatedEntries extends PageQuery {
  @Whole({ min: 1, max: MOST }) readonly version!: number;
}
export const findConsolidatedEntries = defineRequest({
  service: 'catalogue', name: 'find-consolidated-entries', kind: 'query', input: FindConsolidatedEntries, output: ConsolidatedEntries, permission: roles(...ROLES),
  http: get('/consolidated-catalogue/versions/{version}/entries'), summary: { zh: '汇总目录某一版本的条目', en: 'Entries of a version of the consolidated catalogue' },
});

/** The province's catalogue as it was released: a version of the consolidated catalogue under a number of its own (hebei 10). */
export class CatalogueRelease {
  @Whole({ min: 1, max: MOST }) readonly number!: number;
  @Whole({ min: 1, max: MOST, description: 'Version of the consolidated catalogue, by which its entries are read' }) readonly version!: number;
  @Whole({ min: 0, max: MOST }) readonly entries!: number;
  @Part(() => Party) readonly releasedBy!: Party;
  @InstantField() readonly releasedAt!: string;
  @Text() readonly article!: string;
}
export class ReleaseCatalogue {}
export const releaseCatalogue = defineRequest({
  service: 'catalogue', name: 'release-catalogue', kind: 'command', input: ReleaseCatalogue, output: CatalogueRelease, permission: roles('DATA_AUTHORITY'),
  http: post('/catalogue-releases'), summary: { zh: '发布全省目录', en: "Release the whole province's catalogue" },
});
export class FindReleases extends PageQuery {}
export class CatalogueReleases {
  @Parts(() => CatalogueRelease) readonly items!: CatalogueRelease[];
  @Nullable() readonly nextCursor!: string | null;
  @DayField({ nullable: true, description: 'Last day for the next release; null where none is demanded' }) readonly nextDueOn!: string | null;
  @Flag({ description: 'That day has passed' }) readonly overdue!: boolean;
}
export const findReleases = defineRequest({
  service: 'catalogue', name: 'find-releases', kind: 'query', input: FindReleases, output: CatalogueReleases, permission: roles(...ROLES),
  http: get('/catalogue-releases'), summary: { zh: '全省目录的历次发布', en: 'Releases of the catalogue, the newest first' },
});

export class CatalogueReleased {
  @Division() readonly node!: string;
  @Whole({ min: 1, max: MOST }) readonly number!: number;
  @Whole({ min: 1, max: MOST }) readonly version!: number;
  @Whole({ min: 0, max: MOST }) readonly entries!: number;
  @Text() readonly article!: string;
}
export const catalogueReleased = defineEvent({ service: 'catalogue', name: 'catalogue-released', data: CatalogueReleased, crosses: { lane: 'catalogue', to: 'neighbours' } });
export class CatalogueReleaseOverdue {
  @DayField() readonly dueOn!: string;
  @Text() readonly article!: string;
}
export const catalogueReleaseOverdue = defineEvent({ service: 'catalogue', name: 'catalogue-release-overdue', data: CatalogueReleaseOverdue });
