/** The services of a node, each the owner of its database and of the subjects that carry its name. */
export const SERVICE_NAMES = ['identity', 'catalogue', 'sharing', 'exchange', 'open-data', 'quality-dispute', 'audit', 'federation', 'law'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Whoever may hold credentials on a node's bus: the services, the node's gateway, and a tenant's access gateway on a machine that is not the node's. */
export type BusUser = ServiceName | 'gateway' | 'access-gateway';
