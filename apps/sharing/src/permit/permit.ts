import { Problem, problems, sharingProblems, type DataSource, type Party, type PermitAsk, type Role } from '@gongshu/contracts';
import type { Day, LegalSource } from '@gongshu/regulation';
import { actMustBeInScope, citation, isSameOrganisation, readsBusiness } from '@gongshu/service-kit';

/** What a call is checked against: the grant with its row locked, and where its data are. */
export interface GrantForCalls {
  readonly id: string;
  readonly entryId: string;
  readonly requester: Party;
  readonly ownerNode: string;
  readonly applicationScenario: string;
  readonly columns: readonly string[];
  readonly state: string;
  readonly validFrom: Day;
  readonly validUntil: Day;
  readonly callQuota: number;
  readonly callsTaken: number;
  readonly useSource: LegalSource | null;
  readonly suspensionSource: LegalSource | null;
  readonly entryColumns: readonly string[];
  readonly aggregation: string;
  readonly currentVersion: number | null;
  readonly interfaceUrl: string | null;
  /** Gateway of the node that owns the grant, where that is a neighbour. */
  readonly gatewayUrl: string | null;
}

/** Who calls, by the word of a verified token. */
export interface CallingParty {
  readonly organisation: Party;
  readonly roles: readonly Role[];
  /** A contractor's; null for everybody else. */
  readonly scope: readonly string[] | null;
}

/** What a call that is let through may fetch, and where. */
export interface Passage {
  readonly source: DataSource;
  readonly columns: readonly string[];
  readonly allColumns: boolean;
}

/**
 * Whether a call may pass, apart from the quota, which depends on the calls before it.
 *
 * @throws Problem 404 for a grant that is not the caller's; 403 for a call beyond the grant, with the article that binds the use, and beyond a contractor's scope; 409 and 503 where there is nothing to fetch from
 */
export function passageOf(ask: PermitAsk, caller: CallingParty, grant: GrantForCalls | undefined, at: { today: Day; node: string }): Passage {
  if (grant === undefined || !isSameOrganisation(caller.organisation, grant.requester) || !readsBusiness(caller.roles)) throw new Problem(problems.notFound);
  actMustBeInScope(caller, ask.form === 'FILE' ? 'data.file' : 'data.rows');
  if (grant.ownerNode !== at.node) return elsewhere(grant);
  grantMustBeUsable(grant, at.today);
  callMustStayInsideTheGrant(ask, grant);
  const asked = new Set(ask.columns);
  const columns = ask.columns === undefined ? grant.columns : grant.columns.filter((column) => asked.has(column));
  const passing = new Set(columns);
  return { source: sourceOf(grant), columns, allColumns: grant.entryColumns.every((column) => passing.has(column)) };
}

/** The node that owns the grant checks and counts the call; here only the way there is known. */
function elsewhere({ columns, gatewayUrl }: GrantForCalls): Passage {
  if (gatewayUrl === null) throw new Problem(problems.nodeUnreachable, { retryAfterSeconds: 30 });
  return { source: { kind: 'NEIGHBOUR', url: gatewayUrl }, columns, allColumns: false };
}

function grantMustBeUsable({ state, validFrom, validUntil, suspensionSource }: GrantForCalls, today: Day): void {
  const article = suspensionSource === null ? {} : { article: citation(suspensionSource) };
  if (state === 'SUSPENDED') throw new Problem(sharingProblems.grantSuspended, article);
  if (state !== 'ACTIVE' || today < validFrom || today > validUntil) throw new Problem(sharingProblems.grantEnded, article);
}

function callMustStayInsideTheGrant({ scenario = '', columns = [] }: PermitAsk, { applicationScenario, columns: granted, useSource }: GrantForCalls): void {
  const article = useSource === null ? {} : { article: citation(useSource) };
  if (scenario !== applicationScenario) {
    throw new Problem(sharingProblems.scenarioMismatch, { ...article, errors: [{ pointer: '/scenario', code: 'scenario-mismatch', detail: 'every call names the granted application scenario' }] });
  }
  const beyond = columns.filter((column) => !granted.includes(column));
  if (beyond.length > 0) {
    throw new Problem(sharingProblems.outsideGrant, { ...article, errors: beyond.map((column) => ({ pointer: '/columns', code: 'not-granted', detail: column })) });
  }
}

function sourceOf({ aggregation, currentVersion, interfaceUrl }: GrantForCalls): DataSource {
  if (aggregation === 'LOGICAL' && interfaceUrl !== null) return { kind: 'LOGICAL', url: interfaceUrl };
  if (aggregation !== 'LOGICAL' && currentVersion !== null) return { kind: 'PHYSICAL', url: null };
  throw new Problem(sharingProblems.noSource);
}
