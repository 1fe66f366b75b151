import type { Organisation } from '@gongshu/contracts';
import type { ClientRights } from './client-rights.js';
import type { Client } from './client.store.js';

/** Somebody who may act now, and as what. */
export interface Holder {
  readonly client: Client;
  readonly organisation: Organisation;
  readonly rights: ClientRights;
}

/** What an access token says of its holder besides who it is; every service reads it (`TokenVerifier`). */
export function tokenClaims({ client, organisation, rights }: Holder): Record<string, unknown> {
  return {
    org: organisation.id,
    org_name: organisation.name,
    division: organisation.division,
    level: organisation.level,
    roles: [...rights.roles],
    gen: client.generation,
    ...(rights.scope === null ? {} : { scope: [...rights.scope] }),
  };
}
