import { defineEvent } from '../define-event.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { Choice, Id, InstantField, Nullable, Part, Parts, Slug, Text, Whole } from '../fields.js';
import { roles } from '../permission.js';
import { DataSetId } from './requests.js';

export const PULL_KINDS = ['POSTGRES', 'FILE'] as const;
/** `UNCHANGED`: the source has the rows of the current version, so that none arose. */
export const PULL_RESULTS = ['RUNNING', 'NEW_VERSION', 'UNCHANGED', 'FAILED'] as const;

const SQL_NAME = /^[\p{L}_][\p{L}\p{N}_$]*$/u;

/** An item of the entry, and the source's column it is read from. */
export class PulledColumn {
  @Text({ max: 63, description: 'Column of the entry' }) readonly column!: string;
  @Text({ max: 63, pattern: SQL_NAME, description: 'Column of the source', example: 'org_name' }) readonly from!: string;
}

/** Where a provider's data lie. Credentials are never part of it: `secretRef` names one that the node's operator keeps for this provider. */
export class PullSource {
  @Choice(PULL_KINDS) readonly kind!: string;
  @Text({ max: 2000, pattern: /^(?:https?|postgres(?:ql)?):\/\//, description: 'http(s) address of a CSV file, or postgresql://host:port/database[?sslmode=disable|require|verify-full]; no credentials', example: 'https://data.provider.example/rows.csv' }) readonly url!: string;
  @Text({ optional: true, max: 63, pattern: SQL_NAME, description: 'POSTGRES: schema; public when absent', example: 'public' }) readonly schema?: string;
  @Text({ optional: true, max: 63, pattern: SQL_NAME, description: 'POSTGRES: table or view', example: 'enterprises' }) readonly table?: string;
  @Text({ optional: true, max: 63, pattern: SQL_NAME, description: 'POSTGRES: user', example: 'reader' }) readonly user?: string;
  @Parts(() => PulledColumn, { optional: true, most: 300, description: 'POSTGRES: items whose column at the source has another name' }) readonly columns?: PulledColumn[];
  @Slug({ optional: true, description: 'Name of the password (POSTGRES) or bearer token (FILE) the operator keeps' }) readonly secretRef?: string;
}

export class SetPull {
  @Id() readonly entryId!: string;
  @Part(() => PullSource) readonly source!: PullSource;
  @Whole({ optional: true, min: 1, max: 525_600, description: 'Minutes from the beginning of one run to the next; absent: only when asked' }) readonly everyMinutes?: number;
}
export class PullRun {
  @Id() readonly id!: string;
  @InstantField() readonly startedAt!: string;
  @InstantField({ nullable: true }) readonly endedAt!: string | null;
  @Choice(PULL_RESULTS) readonly result!: string;
  @Whole({ min: 1, max: 1_000_000, nullable: true }) readonly version!: number | null;
  @Nullable({ description: 'Row-by-row report, see /upload-reports' }) readonly reportId!: string | null;
  @Nullable({ description: 'Code of the problem' }) readonly failure!: string | null;
}
export class PullView {
  @Id() readonly entryId!: string;
  @Part(() => PullSource) readonly source!: PullSource;
  @Whole({ min: 1, max: 525_600, nullable: true }) readonly everyMinutes!: number | null;
  @InstantField({ nullable: true }) readonly nextAt!: string | null;
  @Parts(() => PullRun, { description: 'The latest fifty, the newest first' }) readonly runs!: PullRun[];
}
export const setPull = defineRequest({
  service: 'exchange', name: 'set-pull', kind: 'command', input: SetPull, output: PullView, permission: roles('DATA_ADMINISTRATOR'),
  http: put('/data-sets/{entryId}/pull'), summary: { zh: '设置从数据源抽取', en: 'Have data pulled from the provider’s database or file' },
});
export const getPull = defineRequest({
  service: 'exchange', name: 'get-pull', kind: 'query', input: DataSetId, output: PullView, permission: roles('DATA_ADMINISTRATOR'),
  http: get('/data-sets/{entryId}/pull'), summary: { zh: '查看抽取设置与记录', en: 'Read how data are pulled, and the latest runs; the provider’s own' },
});
export const runPull = defineRequest({
  service: 'exchange', name: 'run-pull', kind: 'command', input: DataSetId, output: PullRun, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/data-sets/{entryId}/pull/runs'), summary: { zh: '立即抽取', en: 'Pull now: begins a run, see its result in the pull' },
});

/** A provider's data are pulled from now on, or otherwise than before. Does not say where they lie. */
export class PullSet {
  @Id() readonly entryId!: string;
  @Choice(PULL_KINDS) readonly kind!: string;
  @Whole({ min: 1, max: 525_600, nullable: true }) readonly everyMinutes!: number | null;
}
export const pullSet = defineEvent({ service: 'exchange', name: 'pull-set', data: PullSet });

/** A run came to its end: with a new version, with what was there already, or with neither. */
export class PullEnded {
  @Id() readonly entryId!: string;
  @Id() readonly runId!: string;
  @Text({ description: 'Provider, who is to be told of a failure' }) readonly providerId!: string;
  @Nullable() readonly failure!: string | null;
  @Nullable() readonly reportId!: string | null;
}
export const pullCompleted = defineEvent({ service: 'exchange', name: 'pull-completed', data: PullEnded });
export const pullFailed = defineEvent({ service: 'exchange', name: 'pull-failed', data: PullEnded });
