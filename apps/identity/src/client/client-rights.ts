import { DUTIES, type Duty, type Role } from '@gongshu/contracts';
import { endOfDay, type Day } from '@gongshu/regulation';
import type { Client } from './client.store.js';

/** The role a duty gives. Whoever compiles and whoever administers do the same work for the platform. */
const ROLE_OF_DUTY: Readonly<Record<Duty, Role>> = {
  DATA_ADMINISTRATOR: 'DATA_ADMINISTRATOR',
  CATALOGUE_COMPILER: 'DATA_ADMINISTRATOR',
  CATALOGUE_REVIEWER: 'CATALOGUE_REVIEWER',
  SECURITY_LEAD: 'SECURITY_LEAD',
};

export function rolesOfDuties(duties: readonly string[]): readonly Role[] {
  return [...new Set(DUTIES.filter((duty) => duties.includes(duty)).map((duty) => ROLE_OF_DUTY[duty]))];
}

/** What a client may say of itself in a token now. */
export interface ClientRights {
  readonly roles: readonly string[];
  readonly scope: readonly string[] | null;
  /** Seconds since the epoch after which no token of the client holds; null for no such end. */
  readonly notAfter: number | null;
}

/** What surrounds a client: the duties its person holds (none for one whose duties ended), and whether its organisation is the named authority of its division. */
export interface ClientStanding {
  readonly duties: readonly string[];
  readonly namedAuthority: boolean;
}

/** The rights of a client today, or null for none: it is revoked, has expired, or its person is no longer in office. */
export function rightsOf(client: Client, { duties, namedAuthority }: ClientStanding, today: Day): ClientRights | null {
  const { active, personId, scope, expiresOn } = client;
  if (!active || (expiresOn !== null && expiresOn < today)) return null;
  const given = rolesOfDuties(duties) as readonly string[];
  const own = personId === null ? client.roles : client.roles.filter((role) => given.includes(role));
  if (own.length === 0) return null;
  // Naming gives the organisation the role; it acts through those who administer its data, never through a contractor.
  const acts = namedAuthority && scope === null && own.includes('DATA_ADMINISTRATOR') && !own.includes('DATA_AUTHORITY');
  return { roles: acts ? [...own, 'DATA_AUTHORITY'] : own, scope, notAfter: expiresOn === null ? null : Math.floor(Date.parse(endOfDay(expiresOn)) / 1000) };
}
