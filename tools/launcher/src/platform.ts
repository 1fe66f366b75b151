import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { assertPortFree, claimFolder, ensureDatabase, findNatsServer, freePort, refuseIfOwned, startNatsServer, startPostgres, type RunningNatsServer, type RunningPostgres } from '@gongshu/local-servers';
import { SERVICE_NAMES, type ServiceName } from '@gongshu/contracts';
import { openHome, type Home } from './home.js';
import { busConfiguration, gatewayUrl, planApart, planNode, type Addresses } from './node-plan.js';
import { seed } from './seed.js';
import { endOrphanNodes, SupervisedNode } from './supervised-node.js';
import { SupervisedServer } from './supervised-server.js';
import type { Topology } from './topology.js';

export interface PlatformOptions {
  readonly topology: Topology;
  /** Folder that keeps the platform's data. */
  readonly base: string;
  readonly basePort: number;
  readonly fresh: boolean;
  /** An external PostgreSQL server; the platform makes its databases there. Null: the embedded one. */
  readonly postgresUrl: string | null;
  /** Services that get a process of their own at every node, and so do the gateway and the rest. None: a node is one process. For measuring, and it is how production runs. */
  readonly apart?: readonly ServiceName[];
  /** Further settings of every node's gateway. */
  readonly gatewaySettings?: Readonly<Record<string, string>>;
  say(line: string): void;
}

/** What runs where, for whoever must kill it: fault tests do. */
export interface PlatformProcesses {
  readonly postgres: number | undefined;
  readonly nats: Readonly<Record<string, number>>;
  /** By division code; of a node in several processes by `<code>/<part>`. */
  readonly nodes: Readonly<Record<string, number | undefined>>;
}

export interface Platform {
  readonly home: Home;
  readonly readyMilliseconds: number;
  /** Address of the data plane of a node's exchange, which otherwise only its gateway is told. */
  dataPlane(code: string): string;
  processes(): PlatformProcesses;
  stop(): Promise<void>;
}

const databaseName = (code: string, service: ServiceName): string => `gongshu_${code}_${service.replaceAll('-', '_')}`;

/** Starts a whole topology on this machine: PostgreSQL, a bus per node, then the nodes; and registers a demo's parties. What was started is stopped again when something fails. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { topology, basePort, say } = options;
  const began = performance.now();
  const folder = join(options.base, topology.id);
  await refuseIfOwned(folder, true);
  await endOrphanNodes(folder);
  const ports = topology.nodes.flatMap(({ ports: p }) => [p.extranet, ...(p.public === undefined ? [] : [p.public])]).map((offset) => basePort + offset);
  for (const port of ports) await assertPortFree(port);
  const home = await openHome(folder, topology, options.fresh);
  const release = await claimFolder(folder);
  const own = topology.nodes.filter(({ kind }) => kind === 'NODE');

  let postgres: SupervisedServer<RunningPostgres> | null = null;
  const buses = new Map<string, SupervisedServer<RunningNatsServer>>();
  const nodes = new Map<string, SupervisedNode>();
  const stop = async (): Promise<void> => {
    await Promise.all([...nodes.values()].map((node) => node.stop()));
    await Promise.all([...buses.values()].map((bus) => bus.stop()));
    await postgres?.stop();
    await release();
  };

  try {
    say('准备 PostgreSQL 与 NATS … Preparing PostgreSQL and NATS …');
    const bin = await findNatsServer({ log: say });
    if (options.postgresUrl === null) postgres = new SupervisedServer('PostgreSQL', (port) => startPostgres({ dataDir: home.postgres, port }), say);
    const [server] = await Promise.all([
      postgres?.start(),
      ...own.map(async (node) => {
        const bus = new SupervisedServer(`NATS ${node.code}`, (port) => startNatsServer({ config: busConfiguration(topology, node, home), port, dir: home.nats(node.code), bin }), say);
        buses.set(node.code, bus);
        await bus.start();
      }),
    ]);
    const adminUrl = options.postgresUrl ?? server?.url ?? '';
    const databases = new Map<string, string>();
    await Promise.all(
      own.flatMap(({ code }) =>
        SERVICE_NAMES.map(async (service) => {
          const name = databaseName(code, service);
          databases.set(name, await ensureDatabase(adminUrl, name));
        }),
      ),
    );

    const dataPlanes = new Map<string, number>();
    const logins = new Map<string, number>();
    for (const { code } of own) {
      dataPlanes.set(code, await freePort());
      logins.set(code, await freePort());
    }
    const at: Addresses = {
      basePort,
      natsUrl: (code) => buses.get(code)?.server.url ?? '',
      databaseUrl: (code, service) => databases.get(databaseName(code, service)) ?? '',
      dataPlanePort: (code) => dataPlanes.get(code) ?? 0,
      loginPort: (code) => logins.get(code) ?? 0,
    };
    say(`启动 ${String(topology.nodes.length)} 个节点 … Starting ${String(topology.nodes.length)} nodes on ${String(availableParallelism())} processors …`);
    await Promise.all(
      topology.nodes.map(async (node) => {
        const planned = planNode(topology, node, home, at);
        const plan = planned.gateway === null ? planned : { ...planned, gateway: { ...planned.gateway, ...options.gatewaySettings } };
        const parts = options.apart === undefined || node.kind === 'TENANT' ? { [node.code]: plan } : prefixed(`${node.code}/`, planApart(plan, options.apart));
        await Promise.all(
          Object.entries(parts).map(async ([name, part]) => {
            const process = new SupervisedNode(part, name, home, say);
            nodes.set(name, process);
            await process.start();
          }),
        );
        say(`  ${node.name} ${node.code} (${node.kind}) ${gatewayUrl(node, basePort)}`);
      }),
    );
    if (topology.demo) await seed(topology, home, basePort, say);
    return {
      home,
      readyMilliseconds: performance.now() - began,
      dataPlane: (code) => `http://127.0.0.1:${String(at.dataPlanePort(code))}`,
      processes: () => ({
        postgres: postgres?.server.pid,
        nats: Object.fromEntries([...buses].map(([code, bus]) => [code, bus.server.pid])),
        nodes: Object.fromEntries([...nodes].map(([code, node]) => [code, node.pid])),
      }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function prefixed<T>(prefix: string, parts: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [`${prefix}${name}`, part]));
}
