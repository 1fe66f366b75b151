import { busPermissions, inboxPrefix, type BusPermissions } from './bus-permissions.js';
import { SERVICE_NAMES, type BusUser } from './service-name.js';

/** What a node's NATS server must know about who may connect. Passwords are whatever the operator keeps in secrets. */
export interface NatsParties {
  /** Division code of the node. */
  readonly node: string;
  readonly passwords: Readonly<Record<Exclude<BusUser, 'access-gateway'>, string>>;
  /** The node's own federation account. */
  readonly federationPassword: string;
  /** Child nodes: each may call this node under its own code only. */
  readonly children: readonly { readonly code: string; readonly password: string }[];
  /** Tenants whose access gateway runs elsewhere. */
  readonly accessGateways: readonly { readonly code: string; readonly password: string }[];
}

export const federationUser = (code: string): string => `fed-${code}`;
export const accessGatewayUser = (code: string): string => `access-gateway-${code}`;

function list(subjects: readonly string[]): string {
  return `[${subjects.map((subject) => JSON.stringify(subject)).join(', ')}]`;
}

function user(name: string, password: string, { publish, subscribe }: BusPermissions, answers: boolean): string {
  const responses = answers ? ', allow_responses: { max: 1, expires: "1m" }' : '';
  return `      { user: ${JSON.stringify(name)}, password: ${JSON.stringify(password)}, permissions: { publish: { allow: ${list(publish)} }, subscribe: { allow: ${list(subscribe)} }${responses} } }`;
}

/**
 * A node's NATS configuration, but for addresses and folders. The services' account and the federation account are apart: nothing a neighbour sends can reach a service's subject,
 * and every permission follows from the contracts. Within the feature set of nats-server 2.9.
 */
export function natsConfiguration(parties: NatsParties): string {
  const { node } = parties;
  const services = SERVICE_NAMES.map((service) => user(service, parties.passwords[service], busPermissions(service, node), true));
  const gateways = [
    user('gateway', parties.passwords.gateway, busPermissions('gateway', node), false),
    ...parties.accessGateways.map(({ code, password }) => {
      const name = accessGatewayUser(code);
      return user(name, password, busPermissions('access-gateway', node, name), false);
    }),
  ];
  const own: BusPermissions = { publish: [`fed.*.rpc.${node}.>`], subscribe: [`${inboxPrefix(federationUser(node))}.>`, `fed.${node}.rpc.>`] };
  const children = parties.children.map(({ code, password }) =>
    user(federationUser(code), password, { publish: [`fed.${node}.rpc.${code}.>`], subscribe: [`${inboxPrefix(federationUser(code))}.>`, `fed.${code}.rpc.${node}.>`] }, true),
  );
  return `jetstream {
  max_memory_store: 67108864
  max_file_store: 10737418240
}
accounts {
  NODE {
    jetstream: enabled
    users: [
${[...services, ...gateways].join(',\n')}
    ]
  }
  FED {
    users: [
${[user(federationUser(node), parties.federationPassword, own, true), ...children].join(',\n')}
    ]
  }
}
`;
}
