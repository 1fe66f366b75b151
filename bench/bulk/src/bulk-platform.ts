import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Narrator, openStage, publishEntry, until, type EntryText, type Stage } from '@gongshu/demo';
import { loadTopology, startPlatform, type Platform, type Topology } from '@gongshu/launcher';
import { freePort, startPostgres, wipePostgres, type RunningPostgres } from '@gongshu/local-servers';
import { signTicket } from '@gongshu/service-kit';
import { ITEMS } from './rows.js';

const CITY = '371000';
const REQUESTER = 'city-bulk-requester';
const SCENARIO = 'whole-copy';
const BASIS = { level: 'LAW', title: '中华人民共和国审计法', article: '三十四' };
/** Of the kernel's clock, a second. */
const TICKS = 100;
const MOST_CALLS = 1_000_000;

/** The processes that bytes pass through. */
export const PASSED = ['gateway', 'exchange'] as const;
export type Passed = (typeof PASSED)[number];

class Silent extends Narrator {
  override line(): void {}
}

/** One node whose exchange runs in a process of its own, and a published entry there. */
export interface BulkPlatform {
  readonly folder: string;
  readonly postgresUrl: string;
  /** Sends a CSV file to the exchange's data plane; answers the digest of the version. */
  load(file: string): Promise<string>;
  /** Opens a path of the exchange's data plane for the entry's data. */
  open(path: string, form: 'ROWS' | 'FILE', headers?: Readonly<Record<string, string>>): Promise<IncomingMessage>;
  /** Opens the entry's file through the gateway, under a grant. Null while nobody answers. */
  download(headers: Readonly<Record<string, string>>): Promise<IncomingMessage | null>;
  /** Resident memory of a process, MiB; 0 while there is none. */
  memory(of: Passed): Promise<number>;
  /** Processor time that a process has taken so far, seconds. */
  processorTime(of: Passed): Promise<number>;
  /** Ends a process without warning; its supervisor starts it again. */
  kill(which: Passed): void;
  stop(): Promise<void>;
}

function cityAlone(root: string): Topology {
  const { nodes, organisations, parties, ...rest } = loadTopology(root, 'weihai');
  return {
    ...rest,
    nodes: nodes.filter(({ code }) => code === CITY).map((node) => ({ ...node, ports: { extranet: 0 } })),
    organisations: organisations.filter(({ node }) => node === CITY),
    parties: [...parties.filter(({ at }) => at === CITY), { clientId: REQUESTER, organisation: `${CITY}-audit`, roles: ['DATA_ADMINISTRATOR'], at: CITY }],
  };
}

const ENTRY: EntryText = {
  name: '企业登记信息',
  abstract: '企业登记及法定代表人信息',
  entryClass: 'TOPIC',
  subclass: 'ECOLOGY',
  format: '数据库',
  items: ITEMS,
  sharingType: 'UNCONDITIONAL',
  provisionModes: ['FILE_DOWNLOAD'],
  aggregation: 'PHYSICAL',
  openType: 'NOT_OPEN',
  updateCycle: 'DAILY',
  securityLevel: 'GENERAL',
  scopeOfUse: '全市政务部门',
  personalData: true,
  secrecyReviewed: true,
};

export async function startBulkPlatform(root: string): Promise<BulkPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'gongshu-bench-bulk-'));
  // PostgreSQL runs under another account when this one is root.
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
    const postgresUrl = postgres.url;
    platform = await startPlatform({ topology: cityAlone(root), base: folder, basePort: await freePort(), fresh: false, postgresUrl, apart: ['exchange'], say: () => undefined });
    const stage = await openStage(folder, new Silent());
    const compiler = stage.party('city-compiler');
    const entryId = await publishEntry(stage, { compiler, reviewer: stage.party('city-reviewer'), authority: stage.party('city-authority') }, ENTRY);
    const [difference] = stage.narrator.differences;
    if (difference !== undefined) throw new Error(difference);
    // The exchange learns of the entry a moment after its publication.
    await until(() => compiler.get(`/v1/data-sets/${entryId}`), ({ status }) => status === 200);
    const plane = platform.dataPlane(CITY);
    const secret = platform.home.secrets[CITY]?.dataPlane ?? '';
    const { processes } = platform;
    const pidOf = (part: Passed): number => processes().nodes[`${CITY}/${part}`] ?? 0;
    let granted: Promise<string> | null = null;
    const columns = ITEMS.map(({ column }) => column);
    return {
      folder,
      postgresUrl,
      load: async (file) => load(`${plane}/versions/${entryId}`, file, await compiler.accessToken()),
      open: (path, form, headers = {}) => {
        const ticket = signTicket(secret, { permit: entryId, entryId, columns, rowFilter: [], mostRows: null, form, expires: Math.floor(Date.now() / 1_000) + 300 });
        return open(`${plane}${path}`, { ...headers, 'x-permit-ticket': ticket });
      },
      download: async (headers) => {
        // Data that nobody has provided yet are granted to nobody.
        granted ??= grant(stage, entryId);
        const url = await granted;
        const authorization = `Bearer ${await stage.party(REQUESTER).accessToken()}`;
        return open(url, { ...headers, authorization }).catch(() => null);
      },
      memory: async (of) => {
        const status = await readFile(`/proc/${String(pidOf(of))}/status`, 'utf8').catch(() => '');
        return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? '0') / 1024;
      },
      processorTime: async (of) => {
        const fields = (await readFile(`/proc/${String(pidOf(of))}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
        return (Number(fields[11]) + Number(fields[12])) / TICKS;
      },
      kill: (which) => {
        const pid = pidOf(which);
        if (pid > 0) process.kill(pid, 'SIGKILL');
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A grant of the whole file. Answers its address. */
async function grant(stage: Stage, entryId: string): Promise<string> {
  const requester = stage.party(REQUESTER);
  // The entry reaches sharing a moment after its publication.
  const { answer } = await until(
    () => requester.post('/v1/sharing-requests', { entryId, applicationScenario: SCENARIO, dutyBasis: '审计监督职责', purpose: '核查', provisionMode: 'FILE_DOWNLOAD', personalBasis: BASIS, columns: ITEMS.map(({ column }) => column) }),
    ({ status }) => status === 201,
  );
  if (answer.at('state') !== 'PROVIDED') throw new Error(`the request was not provided at once: ${JSON.stringify(answer.body)}`);
  const grantId = answer.at('grantId');
  // Many calls in a row are what is measured, and what the city's regulation calls inflation.
  const allowed = await stage.party('city-authority').post(`/v1/grants/${grantId}/call-watch`, { identicalCalls: MOST_CALLS, unboundCalls: MOST_CALLS });
  if (allowed.status !== 200) throw new Error(`the grant is watched: ${JSON.stringify(allowed.body)}`);
  return `${requester.credential.gatewayUrl}/v1/data/${grantId}/file?scenario=${SCENARIO}`;
}

async function load(url: string, file: string, token: string): Promise<string> {
  const { size } = await stat(file);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers: { 'content-type': 'text/csv', 'content-length': String(size), authorization: `Bearer ${token}` } }, resolve);
    sending.once('error', reject);
    createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(sending);
  });
  const body = await text(answer);
  if (answer.statusCode !== 201) throw new Error(`the upload ended with ${String(answer.statusCode)}: ${body}`);
  return (JSON.parse(body) as { versions: { digest: string }[] }).versions.at(-1)?.digest ?? '';
}

function open(url: string, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, resolve).once('error', reject).end();
  });
}
