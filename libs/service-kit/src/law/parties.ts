import type { Party, Role } from '@gongshu/contracts';

/** Whoever looks or acts: an organisation by the token's word, with the person's or system's roles. A request's context is one. */
export interface Viewer {
  readonly organisation: Party | null;
  readonly roles: readonly Role[];
}

/** The organisations a case is about. `provider` is null as long as the provider has no part in it. */
export interface Concerned {
  readonly requester: Party;
  readonly provider: Party | null;
}

export type PartyInCase = 'requester' | 'provider' | 'requester-authority' | 'node-authority' | 'government' | 'leading-group';

/** The parts that the place's own bodies play in every case of a node, each by its role. */
const NODE_PARTIES = { 'node-authority': 'DATA_AUTHORITY', government: 'PEOPLES_GOVERNMENT', 'leading-group': 'LEADING_GROUP' } as const satisfies Partial<Record<PartyInCase, Role>>;

function ofNode(plays: (role: Role) => boolean): Record<keyof typeof NODE_PARTIES, string> {
  const { 'node-authority': authority, government, 'leading-group': group } = NODE_PARTIES;
  return { 'node-authority': String(plays(authority)), government: String(plays(government)), 'leading-group': String(plays(group)) };
}
const NO_PART: Readonly<Record<PartyInCase, string>> = { requester: 'false', provider: 'false', 'requester-authority': 'false', ...ofNode(() => false) };

/** Organisations are named within their node: the same id under another node is another organisation. */
export function isSameOrganisation(one: Pick<Party, 'id' | 'node'>, other: Pick<Party, 'id' | 'node'>): boolean {
  return one.id === other.id && one.node === other.node;
}

/** Whether the viewer speaks for the data authority of the party's own level. */
export function isAuthorityOf({ organisation, roles }: Viewer, { level, division, node }: Party): boolean {
  return organisation !== null && roles.includes('DATA_AUTHORITY') && organisation.level === level && organisation.division === division && organisation.node === node;
}

/** Operators keep the platform running and the public applies for open data; neither reads what agencies share (separation of duties). */
export function readsBusiness(roles: readonly Role[]): boolean {
  return roles.some((role) => role !== 'OPERATOR' && role !== 'APPLICANT');
}

/** The parts a viewer's organisation plays in a case at this node, by the packs' names; none means that the case does not exist for the viewer. */
export function partiesInCase(viewer: Viewer, { requester, provider }: Concerned, node: string): PartyInCase[] {
  const { organisation, roles } = viewer;
  if (organisation === null || !readsBusiness(roles)) return [];
  const parties: readonly [PartyInCase, boolean][] = [
    ['requester', isSameOrganisation(organisation, requester)],
    ['provider', provider !== null && isSameOrganisation(organisation, provider)],
    ['requester-authority', isAuthorityOf(viewer, requester)],
    ...Object.entries(NODE_PARTIES).map(([party, role]): [PartyInCase, boolean] => [party as PartyInCase, roles.includes(role) && organisation.division === node]),
  ];
  return parties.filter(([, plays]) => plays).map(([party]) => party);
}

/**
 * The same rule for lists: for each part, what holds of the rows in which the viewer plays it. Rows have the columns `requester` and `provider`, each a party in jsonb.
 *
 * @param bind gives a value to the query and answers its placeholder
 * @param idOf where a party's id is, when it has a column of its own
 */
export function partyConditions(
  { organisation, roles }: Viewer,
  node: string,
  bind: (value: unknown) => string,
  idOf: (party: 'requester' | 'provider') => string = (party) => `${party} ->> 'id'`,
): Readonly<Record<PartyInCase, string>> {
  if (organisation === null || !readsBusiness(roles)) return NO_PART;
  const [id, ownNode] = [bind(organisation.id), bind(organisation.node)];
  const is = (party: 'requester' | 'provider'): string => `(${idOf(party)} = ${id} AND ${party} ->> 'node' = ${ownNode})`;
  const authority = roles.includes('DATA_AUTHORITY');
  const sameLevel = (): string => `(requester ->> 'level' = ${bind(organisation.level)} AND requester ->> 'division' = ${bind(organisation.division)} AND requester ->> 'node' = ${ownNode})`;
  return {
    requester: is('requester'),
    provider: is('provider'),
    'requester-authority': authority ? sameLevel() : 'false',
    ...ofNode((role) => roles.includes(role) && organisation.division === node),
  };
}
