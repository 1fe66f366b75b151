import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { Choice, Id, InstantField, Nullable, Parts, Text, Whole } from '../fields.js';
import { defineRequest, get, post, put } from '../define-request.js';

/** An immutable state of a data set under physical aggregation. */
export class DataVersion {
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Whole({ min: 0, max: 1_000_000_000 }) readonly rows!: number;
  @Text({ description: 'SHA-256, hex, of the version’s CSV form: header, columns in the entry’s order, LF, quotes only where they must be; of a document, of its bytes' }) readonly digest!: string;
  @InstantField() readonly completedAt!: string;
  @Choice(['UPLOAD', 'PULL', 'STREAM', 'CORRECTION']) readonly cause!: string;
}
export class DataSetView {
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Choice(['PHYSICAL', 'LOGICAL']) readonly aggregation!: string;
  @Parts(() => DataVersion) readonly versions!: DataVersion[];
  @Nullable({ description: 'Registered interface, LOGICAL only; shown to the provider' }) readonly interfaceUrl!: string | null;
}
export class DataSetId {
  @Id() readonly entryId!: string;
}
export const getDataSet = defineRequest({
  service: 'exchange', name: 'get-data-set', kind: 'query', input: DataSetId, output: DataSetView, permission: roles(...ROLES),
  http: get('/data-sets/{entryId}'), summary: { zh: '查看数据集', en: 'Read a data set’s versions' },
});

/** Exactly one of the two. */
export class RegisterInterface {
  @Id() readonly entryId!: string;
  @Text({ optional: true, max: 2000, description: 'http(s) URL of the provider’s REST service; answers a JSON array of rows', pattern: /^https?:\/\// }) readonly url?: string;
  @Id({ optional: true, description: 'Interface registered before' }) readonly interfaceId?: string;
}
export const registerInterface = defineRequest({
  service: 'exchange', name: 'register-interface', kind: 'command', input: RegisterInterface, output: DataSetView, permission: roles('DATA_ADMINISTRATOR'),
  http: put('/data-sets/{entryId}/interface'), summary: { zh: '登记或绑定服务接口', en: 'Bind an entry to an interface: one registered before, or an address alone (logical access)' },
});

export class RowChange {
  @Text({ description: 'Value of the key column that finds the row' }) readonly key!: string;
  @Text({ max: 63 }) readonly column!: string;
  @Text({ min: 0, max: 4000 }) readonly value!: string;
}
export class CorrectRows {
  @Id() readonly entryId!: string;
  @Text({ max: 63, description: 'Column whose values name rows' }) readonly keyColumn!: string;
  @Parts(() => RowChange, { min: 1, most: 500 }) readonly changes!: RowChange[];
  @Text({ max: 2000 }) readonly reasons!: string;
  @Id({ optional: true, description: 'Verification request that led to it' }) readonly verificationId?: string;
}
export const correctRows = defineRequest({
  service: 'exchange', name: 'correct-rows', kind: 'command', input: CorrectRows, output: DataSetView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/data-sets/{entryId}/corrections'), summary: { zh: '修复数据,形成新版本', en: 'Correct rows: a new version arises, the former stays' },
});
