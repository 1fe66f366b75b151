import type { Holder } from '../client/token-claims.js';

/** What is said of a person to an application that asked for the scope `profile`. */
export function personClaims({ client, organisation, rights }: Holder): Record<string, unknown> & { readonly sub: string } {
  const { clientId } = client;
  return { sub: clientId, preferred_username: clientId, organisation: organisation.id, organisation_name: organisation.name, division: organisation.division, roles: [...rights.roles] };
}
