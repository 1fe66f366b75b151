import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Narrator, openStage, publishEntry, until, type EntryText, type Stage } from '@gongshu/demo';
import { loadTopology, startPlatform, type Platform, type Topology } from '@gongshu/launcher';
import { freePort, startPostgres, wipePostgres, type RunningPostgres } from '@gongshu/local-servers';

const CITY = '371000';
const requesterOf = (number: number): string => `city-requester-${String(number)}`;
const SCENARIO = 'heating-subsidy-check';
const MOST_CALLS = 1_000_000_000;

/** What one pass of the load calls. */
export interface GrantedCall {
  readonly grantId: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The books after a pass: what sharing recorded of it. */
export interface Books {
  readonly permits: number;
  readonly highestNumber: number;
  readonly open: number;
  /** Commits the permits were taken in. */
  readonly groups: number;
  /** Events that have not left yet. */
  readonly outbox: number;
}

/** One node with everything a governed call passes, each part in a process of its own: gateway, sharing, the other services, NATS, PostgreSQL. */
export interface GovernedPlatform {
  readonly folder: string;
  readonly pids: Readonly<Record<string, number>>;
  /** Settings of the running PostgreSQL that decide whether a commit is on the disk. */
  readonly durability: string;
  /** Publishes an entry whose rows come from `url`, all columns granted. Answers its id. */
  register(url: string): Promise<string>;
  /** A grant of the first requester's organisation. Answers how each requester calls under it, in their order. */
  grant(entryId: string): Promise<readonly [GrantedCall, ...GrantedCall[]]>;
  books(grantId: string): Promise<Books>;
  stop(): Promise<void>;
}

export interface GovernedPlatformOptions {
  /** Clients of one department, each with tokens of its own; one when absent. */
  readonly requesters?: number;
  /** Further settings of the gateway. */
  readonly gatewaySettings?: Readonly<Record<string, string>>;
}

class Silent extends Narrator {
  override line(): void {}
}

/** The city of the topology `weihai` alone, whose pack grants unconditional data at once, and a department there that asks for some. */
function cityAlone(root: string, requesters: number): Topology {
  const { nodes, organisations, parties, ...rest } = loadTopology(root, 'weihai');
  return {
    ...rest,
    nodes: nodes.filter(({ code }) => code === CITY).map((node) => ({ ...node, ports: { extranet: 0 } })),
    organisations: organisations.filter(({ node }) => node === CITY),
    parties: [
      ...parties.filter(({ at }) => at === CITY),
      ...Array.from({ length: requesters }, (_, number) => ({ clientId: requesterOf(number), organisation: `${CITY}-audit`, roles: ['DATA_ADMINISTRATOR'], at: CITY })),
    ],
  };
}

const ENTRY: EntryText = {
  name: '空气质量监测',
  abstract: '各站点空气质量实时监测值',
  entryClass: 'TOPIC',
  subclass: 'ECOLOGY',
  format: '服务接口',
  items: [
    { column: 'station_code', name: '站点编码', type: 'TEXT' },
    { column: 'station_name', name: '站点名称', type: 'TEXT' },
    { column: 'aqi', name: '空气质量指数', type: 'NUMBER' },
  ],
  sharingType: 'UNCONDITIONAL',
  provisionModes: ['INTERFACE'],
  aggregation: 'LOGICAL',
  openType: 'NOT_OPEN',
  updateCycle: 'REAL_TIME',
  securityLevel: 'GENERAL',
  scopeOfUse: '全市政务部门',
  personalData: false,
  secrecyReviewed: true,
};

export async function startGovernedPlatform(root: string, { requesters = 1, gatewaySettings = {} }: GovernedPlatformOptions = {}): Promise<GovernedPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'gongshu-bench-'));
  // PostgreSQL and the workers of a root's nginx run under other accounts.
  await chmod(folder, 0o755);
  const dataDir = join(folder, 'postgres');
  let postgres: RunningPostgres | null = null;
  let platform: Platform | null = null;
  const stop = async (): Promise<void> => {
    await platform?.stop();
    await postgres?.stop();
    await wipePostgres(dataDir);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    postgres = await startPostgres({ dataDir, port: 0 });
    const { url: postgresUrl, pid } = postgres;
    platform = await startPlatform({ topology: cityAlone(root, requesters), base: folder, basePort: await freePort(), fresh: false, postgresUrl, apart: ['sharing'], gatewaySettings, say: () => undefined });
    const stage = await openStage(folder, new Silent());
    const { nats, nodes } = platform.processes();
    return {
      folder,
      pids: {
        gateway: nodes[`${CITY}/gateway`] ?? 0,
        sharing: nodes[`${CITY}/sharing`] ?? 0,
        others: nodes[`${CITY}/others`] ?? 0,
        postgres: pid,
        nats: nats[CITY] ?? 0,
      },
      durability: await durabilityOf(postgresUrl),
      register: (url) => register(stage, url),
      grant: (entryId) => grant(stage, entryId, requesters),
      books: (grantId) => books(postgresUrl, grantId),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function must(stage: Stage): void {
  const [difference] = stage.narrator.differences;
  if (difference !== undefined) throw new Error(difference);
}

async function register(stage: Stage, url: string): Promise<string> {
  const compiler = stage.party('city-compiler');
  const entryId = await publishEntry(stage, { compiler, reviewer: stage.party('city-reviewer'), authority: stage.party('city-authority') }, ENTRY);
  const { answer } = await until(
    () => compiler.put(`/v1/data-sets/${entryId}/interface`, { url }),
    ({ status }) => status !== 404,
  );
  stage.narrator.check(answer.status === 200, '', 'the interface is registered', answer.body);
  must(stage);
  return entryId;
}

async function grant(stage: Stage, entryId: string, requesters: number): Promise<readonly [GrantedCall, ...GrantedCall[]]> {
  const requester = stage.party(requesterOf(0));
  // What is held already is not granted a second time: each pass has a scenario of its own.
  const scenario = `${SCENARIO}-${randomUUID().slice(0, 8)}`;
  const request = { entryId, applicationScenario: scenario, dutyBasis: '审计监督职责', purpose: '核查', provisionMode: 'INTERFACE' };
  // The entry and its interface reach sharing a moment after their publication.
  const { answer } = await until(
    () => requester.post('/v1/sharing-requests', request),
    ({ status }) => status === 201,
  );
  stage.narrator.check(answer.at('state') === 'PROVIDED', '', 'the request is provided at once', answer.body);
  must(stage);
  const grantId = answer.at('grantId');
  // The same call over and over is what a benchmark does, and what the city's regulation calls inflation: its authority allows it for this grant.
  const allowed = await stage.party('city-authority').post(`/v1/grants/${grantId}/call-watch`, { identicalCalls: MOST_CALLS, unboundCalls: MOST_CALLS });
  stage.narrator.check(allowed.status === 200, '', 'the authority lets the grant be called without end', allowed.body);
  must(stage);
  const url = `${requester.credential.gatewayUrl}/v1/data/${grantId}/rows?scenario=${scenario}`;
  const callOf = async (number: number): Promise<GrantedCall> => ({ grantId, url, headers: { authorization: `Bearer ${await stage.party(requesterOf(number)).accessToken()}` } });
  return [await callOf(0), ...(await Promise.all(Array.from({ length: requesters - 1 }, (_, more) => callOf(more + 1))))];
}

async function ask<Row extends object>(url: string, database: string, sql: string, parameters: readonly unknown[] = []): Promise<Row | undefined> {
  const address = new URL(url);
  address.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...parameters])).rows[0];
  } finally {
    await client.end();
  }
}

async function durabilityOf(url: string): Promise<string> {
  const row = await ask<Record<string, string>>(url, 'postgres', "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit");
  return `PostgreSQL ${row?.['version'] ?? '?'}, fsync ${row?.['fsync'] ?? '?'}, synchronous_commit ${row?.['commit'] ?? '?'}`;
}

async function books(url: string, grantId: string): Promise<Books> {
  const row = await ask<Books>(
    url,
    `gongshu_${CITY}_sharing`,
    `SELECT count(*)::int AS permits, coalesce(max(number), 0) AS "highestNumber", (count(*) FILTER (WHERE state = 'OPEN'))::int AS open,
            (SELECT count(*)::int FROM outbox WHERE bus_subject LIKE '%.permits-taken.%' AND envelope ->> 'subject' = $1::text) AS groups,
            (SELECT count(*)::int FROM outbox WHERE published_at IS NULL) AS outbox
       FROM permit WHERE grant_id = $1::uuid`,
    [grantId],
  );
  if (row === undefined) throw new Error('the books cannot be read');
  return row;
}
