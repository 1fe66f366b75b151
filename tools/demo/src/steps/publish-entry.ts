import { until, type Caller } from '../caller.js';
import type { Stage } from '../stage.js';

export interface EntryText {
  readonly name: string;
  readonly abstract: string;
  readonly entryClass: string;
  readonly subclass?: string;
  readonly format: string;
  readonly items: readonly { readonly column: string; readonly name: string; readonly type: string }[];
  readonly sharingType: string;
  readonly sharingCondition?: string;
  readonly provisionModes: readonly string[];
  readonly aggregation: string;
  readonly openType: string;
  readonly updateCycle: string;
  readonly securityLevel: string;
  readonly scopeOfUse: string;
  readonly personalData: boolean;
  readonly secrecyReviewed: boolean;
}

/** Columns of the administrative divisions, as the catalogue describes them. */
export const DIVISION_ITEMS = [
  { column: 'code', name: '行政区划代码', type: 'TEXT' },
  { column: 'name', name: '名称', type: 'TEXT' },
  { column: 'level', name: '层级', type: 'TEXT' },
  { column: 'parent_code', name: '上级代码', type: 'TEXT' },
  { column: 'city_code', name: '所属市代码', type: 'TEXT' },
  { column: 'county_code', name: '所属县代码', type: 'TEXT' },
] as const;

/** Compile, department review, decision of the authority: the way of every entry into the catalogue. Answers the entry's id. */
export async function publishEntry(stage: Stage, parties: { compiler: Caller; reviewer: Caller; authority: Caller }, entry: EntryText): Promise<string> {
  const { narrator } = stage;
  const { compiler, reviewer, authority } = parties;
  narrator.say(`${compiler.name} 编制目录条目“${entry.name}”`, `${compiler.credential.clientId} compiles the catalogue entry`);
  const compiled = await compiler.post('/v1/catalogue-entries', entry);
  const id = compiled.at('id');
  narrator.check(compiled.status === 201, `条目已编制,编号 ${id}`, `compiled as ${id}`, compiled.body);

  const submitted = await compiler.post(`/v1/catalogue-entries/${id}/acts`, { act: 'submit' });
  narrator.check(submitted.at('state') === 'DEPARTMENT_REVIEW', '已提交本部门审核', 'submitted to the department’s reviewer', submitted.body);

  const reviewed = await reviewer.post(`/v1/catalogue-entries/${id}/acts`, { act: 'pass' });
  narrator.check(
    reviewed.at('state') === 'AUTHORITY_REVIEW' && reviewed.at('step.dueOn') !== '',
    `部门审核通过;主管部门须在 ${reviewed.at('step.dueOn')} 前审核(第${reviewed.at('step.dueArticle')}条)`,
    `passed; the authority’s review is due on ${reviewed.at('step.dueOn')} (article ${reviewed.at('step.dueArticle')})`,
    reviewed.body,
  );

  const published = await authority.post(`/v1/catalogue-entries/${id}/acts`, { act: 'publish' });
  narrator.check(published.at('state') === 'PUBLISHED', `主管部门审核通过并发布,代码 ${published.at('code')}`, `published under code ${published.at('code')}`, published.body);
  return id;
}

/** An entry published at one node is visible at another within a second. */
export async function appearsAt(stage: Stage, reader: Caller, entryId: string, zh: string, en: string): Promise<void> {
  const { answer, milliseconds } = await until(
    () => reader.get(`/v1/catalogue-entries/${entryId}`, true),
    ({ status }) => status === 200,
  );
  stage.narrator.check(answer.status === 200 && milliseconds <= stage.visibleWithin, `${zh}可见(${milliseconds.toFixed(0)} 毫秒)`, `visible at ${en} after ${milliseconds.toFixed(0)} ms`, answer.body);
}

/** The exchange knows a new entry a moment after its publication; until then no entry describes the data. */
export async function uploadData(stage: Stage, compiler: Caller, entryId: string, csv: string, fileName: string): Promise<void> {
  const { answer } = await until(
    () => compiler.upload(`/v1/data-sets/${entryId}/versions`, csv, fileName),
    (reply) => reply.at('code') !== 'exchange/no-entry',
  );
  const version = answer.list('versions').at(-1) ?? (answer.body as Record<string, unknown> | null);
  stage.narrator.check(
    answer.status === 201,
    `数据已物理汇聚:第 ${String(version?.['version'])} 版,${String(version?.['rows'])} 行`,
    `aggregated physically: version ${String(version?.['version'])}, ${String(version?.['rows'])} rows`,
    answer.body,
  );
}
