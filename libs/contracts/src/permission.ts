import type { Role } from './role.js';
import type { BusUser } from './service-name.js';

/**
 * Who may make a request. Every request definition names one; there is no default, so a route or subject without an answer cannot be written.
 * `neighbours` lets callers pass whose token was issued by a node below; otherwise only tokens of the answering node are accepted.
 */
export type Permission =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'roles'; readonly roles: readonly Role[]; readonly neighbours: boolean }
  | { readonly kind: 'services'; readonly services: readonly BusUser[] };

/** No token is asked for: open data, tokens themselves, public keys. */
export function anyone(): Permission {
  return { kind: 'anyone' };
}

/** The caller's token must carry at least one of the roles. */
export function roles(...allowed: readonly [Role, ...Role[]]): Permission {
  return { kind: 'roles', roles: allowed, neighbours: false };
}

/** The same for callers of the nodes below too: of what their organisations hold from here. Whose it is the use case decides. */
export function rolesBelowToo(...allowed: readonly [Role, ...Role[]]): Permission {
  return { kind: 'roles', roles: allowed, neighbours: true };
}

/** Only the named users of the node's own bus; the bus server enforces it, and no route leads there. */
export function services(...allowed: readonly [BusUser, ...BusUser[]]): Permission {
  return { kind: 'services', services: allowed };
}
