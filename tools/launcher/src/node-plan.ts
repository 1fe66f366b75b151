import { accessGatewayUser, natsConfiguration, SERVICE_NAMES, type BusUser, type ServiceName } from '@gongshu/contracts';
import type { Home } from './home.js';
import type { Topology, TopologyNode } from './topology.js';

type Settings = Record<string, string>;

/** Everything a process of a node needs: the settings of the gateway, if it runs one, and of the services it runs: all of a NODE, none of a TENANT. */
export interface NodePlan {
  readonly code: string;
  readonly gateway: Settings | null;
  readonly services: Readonly<Partial<Record<ServiceName, Settings>>>;
}

/** Addresses of the servers a platform runs on. */
export interface Addresses {
  readonly basePort: number;
  natsUrl(code: string): string;
  databaseUrl(code: string, service: ServiceName): string;
  dataPlanePort(code: string): number;
  loginPort(code: string): number;
}

const HOST = '127.0.0.1';

export function gatewayUrl(node: TopologyNode, basePort: number): string {
  return `http://${HOST}:${String(basePort + node.ports.extranet)}`;
}

function secretsOf(home: Home, code: string): Home['secrets'][string] {
  const secrets = home.secrets[code];
  if (secrets === undefined) throw new Error(`no secrets for ${code}`);
  return secrets;
}

/** A node's NATS configuration: its own users, its child nodes and its tenants' access gateways. */
export function busConfiguration(topology: Topology, node: TopologyNode, home: Home): string {
  const below = topology.nodes.filter(({ parent }) => parent === node.code);
  const own = secretsOf(home, node.code);
  return natsConfiguration({
    node: node.code,
    passwords: own.bus as Record<Exclude<BusUser, 'access-gateway'>, string>,
    federationPassword: own.federation,
    children: below.filter(({ kind }) => kind === 'NODE').map(({ code }) => ({ code, password: secretsOf(home, code).federation })),
    accessGateways: below.filter(({ kind }) => kind === 'TENANT').map(({ code }) => ({ code, password: secretsOf(home, code).bus['gateway'] ?? '' })),
  });
}

/** The same node in several processes: its gateway, each of the named services, and the others together. */
export function planApart({ code, gateway, services }: NodePlan, apart: readonly ServiceName[]): Readonly<Record<string, NodePlan>> {
  const some = (wanted: (name: ServiceName) => boolean): NodePlan => ({
    code,
    gateway: null,
    services: Object.fromEntries(Object.entries(services).filter(([name]) => wanted(name as ServiceName))),
  });
  return { gateway: { code, gateway, services: {} }, ...Object.fromEntries(apart.map((own) => [own, some((name) => name === own)])), others: some((name) => !apart.includes(name)) };
}

export function planNode(topology: Topology, node: TopologyNode, home: Home, at: Addresses): NodePlan {
  return node.kind === 'TENANT' ? planTenant(topology, node, home, at) : planOwnNode(topology, node, home, at);
}

function planOwnNode(topology: Topology, node: TopologyNode, home: Home, at: Addresses): NodePlan {
  const secrets = secretsOf(home, node.code);
  const parent = topology.nodes.find(({ code }) => code === node.parent);
  const common: Settings = {
    NODE_CODE: node.code,
    NODE_NAME: node.name,
    NODE_LEVEL: node.level,
    NODE_PACK: node.pack,
    PARENT_NODE: node.parent ?? '',
    NATS_URL: at.natsUrl(node.code),
    LOG_LEVEL: 'info',
    DATABASE_POOL: '4',
    PACKS_DIRECTORY: process.env['GONGSHU_PACKS'] ?? '',
    DATA_PLANE_SECRET: secrets.dataPlane,
  };
  const extra: Partial<Record<ServiceName, Settings>> = {
    identity: { OPERATOR_SECRET: secrets.operator, LOGIN_ISSUER: `${gatewayUrl(node, at.basePort)}/oidc`, LOGIN_PORT: String(at.loginPort(node.code)) },
    exchange: { DATA_PLANE_PORT: String(at.dataPlanePort(node.code)), PRIVATE_INTERFACES_ALLOWED: 'true', FILE_STORE_PATH: home.files(node.code) },
    federation: {
      FEDERATION_PASSWORD: secrets.federation,
      GATEWAY_URL: gatewayUrl(node, at.basePort),
      ...(parent === undefined ? {} : { PARENT_NATS_URL: at.natsUrl(parent.code), PARENT_NATS_PASSWORD: secrets.federation }),
    },
  };
  const services = Object.fromEntries(
    SERVICE_NAMES.map((service) => [
      service,
      { ...common, NATS_USER: service, NATS_PASSWORD: secrets.bus[service] ?? '', DATABASE_URL: at.databaseUrl(node.code, service), ...extra[service] },
    ]),
  );
  return {
    code: node.code,
    services,
    gateway: {
      ...common,
      NATS_USER: 'gateway',
      NATS_PASSWORD: secrets.bus['gateway'] ?? '',
      GATEWAY_PORT: String(at.basePort + node.ports.extranet),
      GATEWAY_PUBLIC_PORT: node.ports.public === undefined ? '0' : String(at.basePort + node.ports.public),
      EXCHANGE_URL: `http://${HOST}:${String(at.dataPlanePort(node.code))}`,
      LOGIN_URL: `http://${HOST}:${String(at.loginPort(node.code))}`,
      // A local platform's registered interfaces are on this machine.
      PRIVATE_INTERFACES_ALLOWED: 'true',
    },
  };
}

function planTenant(topology: Topology, node: TopologyNode, home: Home, at: Addresses): NodePlan {
  const parent = topology.nodes.find(({ code }) => code === node.parent);
  if (parent === undefined) throw new Error(`tenant ${node.code} has no parent`);
  return {
    code: node.code,
    services: {},
    gateway: {
      // A tenant is a space on its parent's node: its gateway speaks to the parent's services.
      NODE_CODE: parent.code,
      NODE_NAME: parent.name,
      NODE_LEVEL: parent.level,
      NODE_PACK: parent.pack,
      PARENT_NODE: parent.parent ?? '',
      NATS_URL: at.natsUrl(parent.code),
      NATS_USER: accessGatewayUser(node.code),
      NATS_PASSWORD: secretsOf(home, node.code).bus['gateway'] ?? '',
      LOG_LEVEL: 'info',
      ACCESS_GATEWAY: 'true',
      GATEWAY_PORT: String(at.basePort + node.ports.extranet),
      GATEWAY_PUBLIC_PORT: '0',
      UPSTREAM_GATEWAY_URL: gatewayUrl(parent, at.basePort),
    },
  };
}
