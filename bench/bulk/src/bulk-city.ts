import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { startCity } from '@gongshu/bench-platform';
import { until } from '@gongshu/demo';
import { signTicket } from '@gongshu/service-kit';
import { ITEMS } from './rows.js';

const SCENARIO = 'whole-copy';
const BASIS = { level: 'LAW', title: '中华人民共和国审计法', article: '三十四' };

/** The processes that bytes pass through. */
export const PASSED = ['gateway', 'exchange'] as const;
export type Passed = (typeof PASSED)[number];

/** A published entry in a city whose exchange runs in a process of its own. */
export interface BulkCity {
  readonly folder: string;
  readonly postgresUrl: string;
  /** Sends a CSV file to the exchange's data plane; answers the digest of the version. */
  load(file: string): Promise<string>;
  /** Opens a path of the exchange's data plane for the entry's data. */
  open(path: string, form: 'ROWS' | 'FILE', headers?: Readonly<Record<string, string>>): Promise<IncomingMessage>;
  /** Opens the entry's file through the gateway, under a grant. Null while nobody answers. */
  download(headers: Readonly<Record<string, string>>): Promise<IncomingMessage | null>;
  pidOf(part: Passed): number;
  /** Ends a process without warning; its supervisor starts it again. */
  kill(which: Passed): void;
  stop(): Promise<void>;
}

const ENTRY = {
  name: '企业登记信息',
  abstract: '企业登记及法定代表人信息',
  format: '数据库',
  items: ITEMS,
  provisionModes: ['FILE_DOWNLOAD'],
  aggregation: 'PHYSICAL',
  updateCycle: 'DAILY',
  personalData: true,
} as const;

export async function startBulkCity(): Promise<BulkCity> {
  const city = await startCity('bulk', { apart: ['exchange'] });
  const { stage, dataPlane, pidOf } = city;
  const compiler = stage.party('city-compiler');
  const requester = stage.party(city.requester(0));
  const columns = ITEMS.map(({ column }) => column);
  const entryId = await city.publish(ENTRY).catch(async (error: unknown) => {
    await city.stop();
    throw error;
  });
  // The exchange learns of the entry a moment after its publication.
  await until(() => compiler.get(`/v1/data-sets/${entryId}`), ({ status }) => status === 200);
  let granted: Promise<string> | null = null;
  return {
    folder: city.folder,
    postgresUrl: city.postgresUrl,
    load: async (file) => load(`${dataPlane.url}/versions/${entryId}`, file, await compiler.accessToken()),
    open: (path, form, headers = {}) => {
      const ticket = signTicket(dataPlane.secret, { permit: entryId, grantId: null, entryId, columns, rowFilter: [], mostRows: null, form, issuedAt: Date.now() });
      return open(`${dataPlane.url}${path}`, { ...headers, 'x-permit-ticket': ticket });
    },
    download: async (headers) => {
      // Data that nobody has provided yet are granted to nobody.
      granted ??= city.grant({ entryId, scenario: SCENARIO, provisionMode: 'FILE_DOWNLOAD', further: { personalBasis: BASIS, columns } });
      const url = `${requester.credential.gatewayUrl}/v1/data/${await granted}/file?scenario=${SCENARIO}`;
      const authorization = `Bearer ${await requester.accessToken()}`;
      return open(url, { ...headers, authorization }).catch(() => null);
    },
    pidOf,
    kill: (which) => {
      const pid = pidOf(which);
      if (pid > 0) process.kill(pid, 'SIGKILL');
    },
    stop: () => city.stop(),
  };
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
