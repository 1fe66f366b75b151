import { anyone, roles, services } from '../permission.js';
import { Choice, Id, InstantField, JsonField, Nullable, Part, Parts, Text, Texts, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { DataItem, OPEN_TYPES } from '../catalogue/requests.js';
import { LegalBasis, Party } from '../step.js';

export class OpenDataSet {
  @Id() readonly entryId!: string;
  @Choice(OPEN_TYPES, { optional: true, description: 'Open type; the catalogue entry’s own when absent' }) readonly openType?: string;
  @Part(() => LegalBasis, { optional: true, description: 'Basis of not opening' }) readonly legalBasis?: LegalBasis;
  @Text({ optional: true, max: 64, description: 'What allows data that were not open to be opened, for example DEIDENTIFIED' }) readonly releaseBasis?: string;
}
export class OpenDataSetView {
  @Id() readonly entryId!: string;
  @Text() readonly name!: string;
  @Text({ max: 2000 }) readonly abstract!: string;
  @Part(() => Party) readonly provider!: Party;
  @Text() readonly openType!: string;
  @Parts(() => DataItem) readonly items!: DataItem[];
  @Text() readonly updateCycle!: string;
  @Whole({ min: 0, max: 1_000_000 }) readonly dataVersion!: number;
  @Whole({ min: 0, max: 1_000_000_000 }) readonly rows!: number;
  @InstantField() readonly openedAt!: string;
  @Text({ description: 'Article of the pack under which it was opened' }) readonly article!: string;
}
export const openDataSet = defineRequest({
  service: 'open-data', name: 'open-data-set', kind: 'command', input: OpenDataSet, output: OpenDataSetView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/open-data-sets'), summary: { zh: '开放数据集', en: 'Open a data set to the public' },
});
export class FindOpenDataSets extends PageQuery {
  @Text({ optional: true }) readonly q?: string;
}
export class OpenDataSetPage {
  @Parts(() => OpenDataSetView) readonly items!: OpenDataSetView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findOpenDataSets = defineRequest({
  service: 'open-data', name: 'find-open-data-sets', kind: 'query', input: FindOpenDataSets, output: OpenDataSetPage, permission: anyone(),
  http: get('/open-data-sets', { onPublicListener: true }), summary: { zh: '开放目录', en: 'The open catalogue' },
});
export class OpenDataSetId {
  @Id() readonly entryId!: string;
}
export const getOpenDataSet = defineRequest({
  service: 'open-data', name: 'get-open-data-set', kind: 'query', input: OpenDataSetId, output: OpenDataSetView, permission: anyone(),
  http: get('/open-data-sets/{entryId}', { onPublicListener: true }), summary: { zh: '查看开放数据集', en: 'Read an open data set’s description' },
});

/** Anonymous fetches, a group at a time, each counted before its first byte. */
export class TakeOpenTickets {
  @Texts({ min: 1, most: 512, max: 36 }) readonly entryIds!: string[];
}
export class OpenTicketAnswer {
  @Nullable({ max: 100_000 }) readonly ticket!: string | null;
  @Texts() readonly columns!: string[];
  @JsonField({ nullable: true }) readonly problem!: unknown;
}
export class OpenTickets {
  @Parts(() => OpenTicketAnswer) readonly answers!: OpenTicketAnswer[];
}
export const takeOpenTickets = defineRequest({
  service: 'open-data', name: 'take-open-tickets', kind: 'command', input: TakeOpenTickets, output: OpenTickets, permission: services('gateway'),
  summary: { zh: '取得开放数据下载凭证', en: 'Take tickets for open data' },
});
