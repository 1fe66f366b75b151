import type { Party, Role } from '@gongshu/contracts';

/** Whoever looks or acts: an organisation by the token's word, with the person's or system's roles. */
export interface Viewer {
  readonly organisation: Party | null;
  readonly roles: readonly Role[];
}

/** The organisations a case is about. `provider` is null as long as the provider has no part in it. */
export interface Concerned {
  readonly requester: Party;
  readonly provider: Party | null;
}

export type Part = 'requester' | 'provider' | 'requester-authority' | 'node-authority';

/** Organisations are named within their node: the same id under another node is another organisation. */
export function isSameOrganisation(one: Pick<Party, 'id' | 'node'>, other: Pick<Party, 'id' | 'node'>): boolean {
  return one.id === other.id && one.node === other.node;
}

/** Operators keep the platform running and the public applies for open data; neither reads what agencies share (separation of duties). */
export function readsBusiness(roles: readonly Role[]): boolean {
  return roles.some((role) => role !== 'OPERATOR' && role !== 'APPLICANT');
}

/** The parts a viewer's organisation plays in a case at this node; none means that the case does not exist for the viewer. */
export function partsOf({ organisation, roles }: Viewer, { requester, provider }: Concerned, node: string): Part[] {
  if (organisation === null || !readsBusiness(roles)) return [];
  const authority = roles.includes('DATA_AUTHORITY');
  const sameLevel = organisation.level === requester.level && organisation.division === requester.division && organisation.node === requester.node;
  const parts: readonly [Part, boolean][] = [
    ['requester', isSameOrganisation(organisation, requester)],
    ['provider', provider !== null && isSameOrganisation(organisation, provider)],
    ['requester-authority', authority && sameLevel],
    ['node-authority', authority && organisation.division === node],
  ];
  return parts.filter(([, plays]) => plays).map(([part]) => part);
}

export function partyOf({ id, name, division, level, node }: Party): Party {
  return { id, name, division, level, node };
}
