import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Narrator, openStage } from '@gongshu/demo';
import { loadTopology, startPlatform, type Platform, type Topology } from '@gongshu/launcher';
import { freePort, startPostgres, wipePostgres, type RunningPostgres } from '@gongshu/local-servers';

const CITY = '371000';
const COMPILER = 'city-compiler';

class Silent extends Narrator {
  override line(): void {}
}

/** One node whose catalogue runs in a process of its own, so that its memory can be told. */
export interface ImportPlatform {
  readonly url: string;
  readonly provider: string;
  token(): Promise<string>;
  /** Memory of the catalogue's process now, MiB. */
  memory(): Promise<number>;
  /** Copies a CSV file into a table of texts as wide as it; answers seconds. */
  copy(csv: Buffer, columns: number): Promise<number>;
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

export async function startImportPlatform(root: string): Promise<ImportPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'gongshu-bench-import-'));
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
    const { url } = postgres;
    platform = await startPlatform({ topology: cityAlone(root), base: folder, basePort: await freePort(), fresh: false, postgresUrl: url, apart: ['catalogue'], say: () => undefined });
    const compiler = (await openStage(folder, new Silent())).party(COMPILER);
    const pid = platform.processes().nodes[`${CITY}/catalogue`] ?? 0;
    return {
      url: compiler.credential.gatewayUrl,
      provider: compiler.credential.organisation,
      token: () => compiler.accessToken(),
      memory: async () => Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? '0') / 1024,
      copy: (csv, columns) => copy(url, csv, columns),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function copy(url: string, csv: Buffer, columns: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE TABLE copied (${Array.from({ length: columns }, (_, n) => `c${String(n)} text`).join(', ')})`);
    const started = performance.now();
    await pipeline(Readable.from([csv]), client.query(copyFrom('COPY copied FROM STDIN (FORMAT csv, HEADER)')));
    const seconds = (performance.now() - started) / 1_000;
    await client.query('DROP TABLE copied');
    return seconds;
  } finally {
    await client.end();
  }
}
