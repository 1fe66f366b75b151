import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Narrator, openStage, publishEntry, until, type EntryText } from '@gongshu/demo';
import { loadTopology, startPlatform, type Platform, type Topology } from '@gongshu/launcher';
import { freePort, startPostgres, wipePostgres, type RunningPostgres } from '@gongshu/local-servers';
import { signTicket } from '@gongshu/service-kit';
import { ITEMS } from './rows.js';

const CITY = '371000';

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
  /** Resident memory of the exchange's process, MiB. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

function cityAlone(root: string): Topology {
  const { nodes, organisations, parties, ...rest } = loadTopology(root, 'weihai');
  return {
    ...rest,
    nodes: nodes.filter(({ code }) => code === CITY).map((node) => ({ ...node, ports: { extranet: 0 } })),
    organisations: organisations.filter(({ node }) => node === CITY),
    parties: parties.filter(({ at }) => at === CITY),
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
    const pid = platform.processes().nodes[`${CITY}/exchange`] ?? 0;
    const columns = ITEMS.map(({ column }) => column);
    return {
      folder,
      postgresUrl,
      load: async (file) => load(`${plane}/versions/${entryId}`, file, await compiler.accessToken()),
      open: (path, form, headers = {}) => {
        const ticket = signTicket(secret, { permit: entryId, entryId, columns, rowFilter: [], mostRows: null, form, expires: Math.floor(Date.now() / 1_000) + 300 });
        return open(`${plane}${path}`, { ...headers, 'x-permit-ticket': ticket });
      },
      memory: async () => Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? '0') / 1024,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
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
