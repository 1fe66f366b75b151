import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { ServiceName } from '@gongshu/contracts';
import { Narrator, openStage, publishEntry, until, type Answer, type EntryText, type Stage } from '@gongshu/demo';
import { loadTopology, startPlatform, type Platform, type Topology } from '@gongshu/launcher';
import { freePort, startPostgres, wipePostgres, type RunningPostgres } from '@gongshu/local-servers';
import { benchFolder, ROOT } from './run-bench.js';

const CITY = '371000';
const MOST_CALLS = 1_000_000_000;

export interface CityOptions<Part extends ServiceName> {
  /** Services with a process of their own; the gateway has one always. */
  readonly apart: readonly Part[];
  /** Clients of one department that asks for data; one when absent. */
  readonly requesters?: number;
  /** Further settings of the gateway. */
  readonly gatewaySettings?: Readonly<Record<string, string>>;
}

/** What an entry is published with; everything else is the same for all. */
export type BenchEntry = Pick<EntryText, 'name' | 'abstract' | 'format' | 'items' | 'provisionModes' | 'aggregation' | 'updateCycle' | 'personalData'>;

/** What is asked for, besides a scenario and a purpose. */
export interface Wanted {
  readonly entryId: string;
  readonly scenario: string;
  readonly provisionMode: string;
  readonly further?: Readonly<Record<string, unknown>>;
}

/** One node, a city's, whose pack grants unconditional data at once: each part in a process of its own, with PostgreSQL and NATS, in a temporary folder. */
export interface City<Part extends ServiceName> {
  readonly folder: string;
  readonly postgresUrl: string;
  readonly stage: Stage;
  /** Address of the exchange's data plane, and the secret it shares with the gateway. */
  readonly dataPlane: { readonly url: string; readonly secret: string };
  /** Now: who is killed is started again by its supervisor. */
  pidOf(part: Part | 'gateway' | 'others' | 'nats' | 'postgres'): number;
  /** Name of a requester's client, from 0. */
  requester(number: number): string;
  /** Publishes an entry as the city's compiler; answers its id. */
  publish(entry: BenchEntry): Promise<string>;
  /** A grant of the requesters' department that may be called without end: the same call over and over is what a benchmark does, and what the city's regulation calls inflation. Answers its id. */
  grant(wanted: Wanted): Promise<string>;
  /** The first row of a statement in a service's database. */
  ask<Row extends object>(service: ServiceName, sql: string, parameters?: readonly unknown[]): Promise<Row>;
  /** The running PostgreSQL, and its settings that decide whether a commit is on the disk. */
  durability(): Promise<string>;
  stop(): Promise<void>;
}

class Silent extends Narrator {
  override line(): void {}
}

const requester = (number: number): string => `city-requester-${String(number)}`;

/** The city of the topology `weihai` alone, and a department there that asks for data. */
function cityAlone(requesters: number): Topology {
  const { nodes, organisations, parties, ...rest } = loadTopology(ROOT, 'weihai');
  return {
    ...rest,
    nodes: nodes.filter(({ code }) => code === CITY).map((node) => ({ ...node, ports: { extranet: 0 } })),
    organisations: organisations.filter(({ node }) => node === CITY),
    parties: [
      ...parties.filter(({ at }) => at === CITY),
      ...Array.from({ length: requesters }, (_, number) => ({ clientId: requester(number), organisation: `${CITY}-audit`, roles: ['DATA_ADMINISTRATOR'], at: CITY })),
    ],
  };
}

export async function startCity<Part extends ServiceName>(name: string, { apart, requesters = 1, gatewaySettings = {} }: CityOptions<Part>): Promise<City<Part>> {
  const folder = await benchFolder(name);
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
    platform = await startPlatform({ topology: cityAlone(requesters), base: folder, basePort: await freePort(), fresh: false, postgresUrl, apart, gatewaySettings, say: () => undefined });
    const { processes, home } = platform;
    const stage = await openStage(folder, new Silent());
    return {
      folder,
      postgresUrl,
      stage,
      dataPlane: { url: platform.dataPlane(CITY), secret: home.secrets[CITY]?.dataPlane ?? '' },
      pidOf: (part) => (part === 'postgres' ? pid : part === 'nats' ? processes().nats[CITY] : processes().nodes[`${CITY}/${part}`]) ?? 0,
      requester,
      publish: (entry) => publish(stage, entry),
      grant: (wanted) => grant(stage, wanted),
      ask: (service, sql, parameters = []) => ask(postgresUrl, `gongshu_${CITY}_${service.replaceAll('-', '_')}`, sql, parameters),
      durability: async () => {
        const { version, fsync, commit } = await ask<Record<'version' | 'fsync' | 'commit', string>>(
          postgresUrl, 'postgres', "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit", [],
        );
        return `PostgreSQL ${version}, fsync ${fsync}, synchronous_commit ${commit}`;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function publish(stage: Stage, entry: BenchEntry): Promise<string> {
  const parties = { compiler: stage.party('city-compiler'), reviewer: stage.party('city-reviewer'), authority: stage.party('city-authority') };
  const entryId = await publishEntry(stage, parties, {
    ...entry,
    entryClass: 'TOPIC',
    subclass: 'ECOLOGY',
    sharingType: 'UNCONDITIONAL',
    openType: 'NOT_OPEN',
    securityLevel: 'GENERAL',
    scopeOfUse: '全市政务部门',
    secrecyReviewed: true,
  });
  const [difference] = stage.narrator.differences;
  if (difference !== undefined) throw new Error(difference);
  return entryId;
}

async function grant(stage: Stage, { entryId, scenario, provisionMode, further }: Wanted): Promise<string> {
  const request = { entryId, applicationScenario: scenario, dutyBasis: '审计监督职责', purpose: '核查', provisionMode, ...further };
  // The entry, and what it is provided with, reach sharing a moment after their publication.
  const { answer } = await until(
    () => stage.party(requester(0)).post('/v1/sharing-requests', request),
    ({ status }) => status === 201,
  );
  must(answer.at('state') === 'PROVIDED', 'the request is provided at once', answer);
  const grantId = answer.at('grantId');
  const allowed = await stage.party('city-authority').post(`/v1/grants/${grantId}/call-watch`, { identicalCalls: MOST_CALLS, unboundCalls: MOST_CALLS });
  must(allowed.status === 200, 'the authority lets the grant be called without end', allowed);
  return grantId;
}

/** @throws Error with what was answered instead */
export function must(holds: boolean, what: string, { status, body }: Answer): void {
  if (!holds) throw new Error(`it is not so that ${what}: ${String(status)} ${JSON.stringify(body)}`);
}

async function ask<Row extends object>(server: string, database: string, sql: string, parameters: readonly unknown[]): Promise<Row> {
  const address = new URL(server);
  address.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    const [row] = (await client.query<Row>(sql, [...parameters])).rows;
    if (row === undefined) throw new Error(`nothing found by ${sql}`);
    return row;
  } finally {
    await client.end();
  }
}
