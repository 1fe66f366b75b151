import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SERVICE_NAMES } from '@gongshu/contracts';
import { wipePostgres } from '@gongshu/local-servers';
import type { Topology } from './topology.js';

/** The secrets of one node of a local platform; in production each is a Secret of its own. */
export interface NodeSecrets {
  readonly bus: Readonly<Record<string, string>>;
  readonly federation: string;
  readonly dataPlane: string;
  readonly operator: string;
}

/** Where a local platform keeps what it must find again: databases, streams, secrets, logs. */
export interface Home {
  readonly folder: string;
  readonly postgres: string;
  readonly logs: string;
  readonly credentials: string;
  readonly secrets: Readonly<Record<string, NodeSecrets>>;
  nats(code: string): string;
  /** Files of a node’s exchange. */
  files(code: string): string;
}

function newSecrets(): NodeSecrets {
  const secret = (): string => randomBytes(24).toString('base64url');
  return { bus: Object.fromEntries([...SERVICE_NAMES, 'gateway'].map((user) => [user, secret()])), federation: secret(), dataPlane: secret(), operator: secret() };
}

/** A node of an earlier release keeps what it has, and gets what its newer services need. */
function completed(kept: NodeSecrets | undefined): NodeSecrets {
  const fresh = newSecrets();
  return kept === undefined ? fresh : { ...kept, bus: { ...fresh.bus, ...kept.bus } };
}

/** @param folder of this topology alone; the demo's credentials lie beside it */
export async function openHome(folder: string, topology: Topology, fresh: boolean): Promise<Home> {
  const postgres = join(folder, 'postgres');
  const credentials = join(dirname(folder), 'demo-credentials.json');
  if (fresh) {
    await wipePostgres(postgres);
    await rm(folder, { recursive: true, force: true });
    await rm(credentials, { force: true });
  }
  const logs = join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  await chmod(folder, 0o755);
  const at = (what: string) => (code: string) => join(folder, `${what}-${code}`);
  return { folder, postgres, logs, credentials, secrets: await secretsOf(join(folder, 'secrets.json'), topology), nats: at('nats'), files: at('files') };
}

async function secretsOf(file: string, topology: Topology): Promise<Record<string, NodeSecrets>> {
  const kept = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Record<string, NodeSecrets>,
    () => ({}) as Record<string, NodeSecrets>,
  );
  const secrets = Object.fromEntries(topology.nodes.map(({ code }) => [code, completed(kept[code])]));
  await writeFile(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
