import { anyone, roles } from '../permission.js';
import { Division, InstantField, Nullable, Parts, Text, Texts, Whole } from '../fields.js';
import { defineRequest, get } from '../define-request.js';
import { Nothing, PageQuery, RawBody } from '../page.js';

export class FindAuditEntries extends PageQuery {
  @Text({ optional: true, description: 'Event type, for example gongshu.sharing.grant-issued.v1' }) readonly type?: string;
  @Text({ optional: true, description: 'Id of the thing acted on' }) readonly subject?: string;
  @Text({ optional: true }) readonly organisation?: string;
}
export class AuditEntryView {
  @Whole({ min: 0, max: 9_000_000_000 }) readonly index!: number;
  @Text() readonly eventId!: string;
  @Text() readonly type!: string;
  @InstantField() readonly time!: string;
  @Division() readonly node!: string;
  @Text() readonly actor!: string;
  @Text({ min: 0, description: 'Empty for acts of the platform itself' }) readonly organisation!: string;
  @Text() readonly subject!: string;
  @Text({ description: 'Hash of the entry in the tree, base64' }) readonly leafHash!: string;
}
export class AuditEntryPage {
  @Parts(() => AuditEntryView) readonly items!: AuditEntryView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findAuditEntries = defineRequest({
  service: 'audit', name: 'find-audit-entries', kind: 'query', input: FindAuditEntries, output: AuditEntryPage, permission: roles('AUDITOR'),
  http: get('/audit/entries'), summary: { zh: '查询审计记录', en: 'Read the audit log' },
});
export const getLogKey = defineRequest({
  service: 'audit', name: 'get-log-key', kind: 'query', input: Nothing, output: RawBody, permission: anyone(),
  http: get('/audit/log/key', { body: 'raw' }), summary: { zh: '审计日志验证公钥', en: 'Verifier key of the audit log' },
});
export const getWitnessKey = defineRequest({
  service: 'audit', name: 'get-witness-key', kind: 'query', input: Nothing, output: RawBody, permission: anyone(),
  http: get('/audit/witness/key', { body: 'raw' }), summary: { zh: '本节点作为见证方的验证公钥', en: 'Verifier key under which this node witnesses its neighbours’ logs' },
});
export const getCheckpoint = defineRequest({
  service: 'audit', name: 'get-checkpoint', kind: 'query', input: Nothing, output: RawBody, permission: anyone(),
  http: get('/audit/log/checkpoint', { body: 'raw' }), summary: { zh: '已签名的检查点', en: 'Latest signed checkpoint, with cosignatures' },
});
export class GetTile {
  @Text({ max: 7, pattern: /^(?:[0-9]|[1-5][0-9]|6[0-3]|entries)$/, description: 'Tile level, or `entries`' }) readonly level!: string;
  @Text({ max: 60, pattern: /^(?:x\d{3}\/)*\d{3}(?:\.p\/\d{1,3})?$/, description: 'Tile number as in tlog-tiles, for example x001/067 or 000.p/12' }) readonly tile!: string;
}
export const getTile = defineRequest({
  service: 'audit', name: 'get-tile', kind: 'query', input: GetTile, output: RawBody, permission: roles('AUDITOR'),
  http: get('/audit/log/tile/{level}/{tile*}', { body: 'raw' }), summary: { zh: '日志瓦片', en: 'A tile of the log (C2SP tlog-tiles)' },
});
export class GetInclusionProof {
  @Whole({ min: 0, max: 9_000_000_000 }) readonly index!: number;
  @Whole({ min: 1, max: 9_000_000_000 }) readonly size!: number;
}
export class InclusionProof {
  @Whole({ min: 0, max: 9_000_000_000 }) readonly index!: number;
  @Whole({ min: 1, max: 9_000_000_000 }) readonly size!: number;
  @Text() readonly leafHash!: string;
  @Texts() readonly hashes!: string[];
}
export const getInclusionProof = defineRequest({
  service: 'audit', name: 'get-inclusion-proof', kind: 'query', input: GetInclusionProof, output: InclusionProof, permission: roles('AUDITOR'),
  http: get('/audit/log/inclusion-proof'), summary: { zh: '存在性证明', en: 'Inclusion proof of an entry' },
});
export class GetConsistencyProof {
  @Whole({ min: 1, max: 9_000_000_000 }) readonly from!: number;
  @Whole({ min: 1, max: 9_000_000_000 }) readonly to!: number;
}
export class ConsistencyProof {
  @Whole({ min: 1, max: 9_000_000_000 }) readonly from!: number;
  @Whole({ min: 1, max: 9_000_000_000 }) readonly to!: number;
  @Texts() readonly hashes!: string[];
}
export const getConsistencyProof = defineRequest({
  service: 'audit', name: 'get-consistency-proof', kind: 'query', input: GetConsistencyProof, output: ConsistencyProof, permission: roles('AUDITOR'),
  http: get('/audit/log/consistency-proof'), summary: { zh: '一致性证明', en: 'Consistency proof between two sizes' },
});
