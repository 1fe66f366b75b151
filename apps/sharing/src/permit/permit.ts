import { FORM_OF_MODE, Problem, problems, sharingProblems, type CallHours, type DataSource, type Party, type PermitAsk, type Role, type RowCondition } from '@gongshu/contracts';
import type { Day, LegalSource } from '@gongshu/regulation';
import { actMustBeInScope, citation, isSameOrganisation, readsBusiness } from '@gongshu/service-kit';
import type { Protection } from './protection.js';
import type { Counters, Limits } from './quota.js';

/** What a call is checked against: the grant with its row locked, and where its data are. */
export interface GrantForCalls extends Limits, Counters {
  readonly id: string;
  readonly entryId: string;
  readonly requester: Party;
  readonly ownerNode: string;
  readonly applicationScenario: string;
  readonly purpose: string;
  readonly columns: readonly string[];
  /** Link of the last permit, hex. */
  readonly chainHead: string;
  readonly rowFilter: readonly RowCondition[];
  readonly provisionMode: string;
  readonly hours: CallHours | null;
  /** Most identical calls, and most without a business case, where the grant has limits of its own. */
  readonly identicalCalls: number | null;
  readonly unboundCalls: number | null;
  /** Milliseconds since 1970 until which no call is let through, because calls were inflated. */
  readonly throttledUntil: number | null;
  /** When what was made of its calls was last decided, in milliseconds since the epoch. */
  readonly callsSettledAt: number | null;
  readonly state: string;
  readonly validFrom: Day;
  readonly validUntil: Day;
  readonly useSource: LegalSource | null;
  readonly suspensionSource: LegalSource | null;
  readonly safetySource: LegalSource | null;
  readonly entryColumns: readonly string[];
  readonly securityLevel: string;
  readonly aggregation: string;
  readonly currentVersion: number | null;
  readonly interfaceUrl: string | null;
  /** Network zone it stands in; null where none was told. */
  readonly interfaceZone: string | null;
  readonly interfaceId: string | null;
  readonly interfaceVersion: number | null;
  /** Gateway of the node that owns the grant, where that is a neighbour. */
  readonly gatewayUrl: string | null;
}

/** When and where a call is judged. */
export interface CallPlace {
  readonly today: Day;
  /** Time of the day in Asia/Shanghai, `HH:MM`. */
  readonly time: string;
  readonly node: string;
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
  /** All columns and rows of the entry may leave. */
  readonly allColumns: boolean;
  /** Most rows the call wants or may have; null: all. */
  readonly wanted: number | null;
  /** Most rows that the protection of the data lets out; null where it sets no limit. */
  readonly mostRows: number | null;
}

/**
 * Whether a call may pass, apart from the quota, which depends on the calls before it.
 *
 * @throws Problem 403 for a grant that is not the caller's, whether it exists or not; 403 for a call beyond the grant, with the article that binds the use, and beyond a contractor's scope; 409 and 503 where there is nothing to fetch from
 */
export function passageOf(ask: PermitAsk, caller: CallingParty, grant: GrantForCalls | undefined, protection: Protection, at: CallPlace): Passage {
  if (grant === undefined || !isSameOrganisation(caller.organisation, grant.requester) || !readsBusiness(caller.roles)) throw new Problem(sharingProblems.notGranted);
  actMustBeInScope(caller, `data.${ask.form.toLowerCase()}`);
  grantMustBeLetGo(grant);
  if (grant.ownerNode !== at.node) return elsewhere(grant);
  grantMustBeUsable(grant, at);
  callMustStayInsideTheGrant(ask, grant);
  dataMustBeProtected(ask, protection);
  const asked = new Set(ask.columns);
  const columns = ask.columns === undefined ? grant.columns : grant.columns.filter((column) => asked.has(column));
  const passing = new Set(columns);
  const { limit = null } = ask;
  const { mostRows } = protection;
  const wanted = limit === null || mostRows === null ? (limit ?? mostRows) : Math.min(limit, mostRows);
  const allColumns = grant.rowFilter.length === 0 && grant.entryColumns.every((column) => passing.has(column));
  return { source: sourceOf(grant), columns, allColumns, wanted, mostRows: mostRows === null ? null : wanted };
}

/** The node that owns the grant checks and counts the call; here only the way there is known. */
function elsewhere({ columns, gatewayUrl }: GrantForCalls): Passage {
  if (gatewayUrl === null) throw new Problem(problems.nodeUnreachable, { retryAfterSeconds: 30 });
  return { source: { kind: 'NEIGHBOUR', url: gatewayUrl }, columns, allColumns: false, wanted: null, mostRows: null };
}

const cited = (source: LegalSource | null) => (source === null ? {} : { article: citation(source) });

function grantMustBeLetGo({ safetySource }: GrantForCalls): void {
  if (safetySource !== null) throw new Problem(sharingProblems.safetyStopped, cited(safetySource));
}

function grantMustBeUsable({ state, validFrom, validUntil, hours, suspensionSource, useSource }: GrantForCalls, { today, time }: CallPlace): void {
  if (state === 'SUSPENDED') throw new Problem(sharingProblems.grantSuspended, cited(suspensionSource));
  if (state !== 'ACTIVE' || today < validFrom || today > validUntil) throw new Problem(sharingProblems.grantEnded, cited(suspensionSource));
  if (hours !== null && !isWithin(hours, time)) {
    const allowed = `${hours.from}-${hours.to}`;
    throw new Problem(sharingProblems.outsideGrant, { ...cited(useSource), errors: [{ pointer: '', code: 'outside-hours', detail: `calls are let through from ${allowed}` }], allowed: [allowed] });
  }
}

function isWithin({ from, to }: CallHours, time: string): boolean {
  return from <= to ? time >= from && time < to : time >= from || time < to;
}

function callMustStayInsideTheGrant({ scenario = '', purpose, columns = [], form }: PermitAsk, grant: GrantForCalls): void {
  const article = cited(grant.useSource);
  if (scenario !== grant.applicationScenario) {
    throw new Problem(sharingProblems.scenarioMismatch, { ...article, errors: [{ pointer: '/scenario', code: 'scenario-mismatch', detail: 'every call names the granted application scenario' }] });
  }
  if (purpose !== undefined && purpose !== grant.purpose) {
    throw new Problem(sharingProblems.purposeMismatch, { ...article, errors: [{ pointer: '/purpose', code: 'purpose-mismatch', detail: 'a call names the granted purpose or none' }] });
  }
  const formGranted = FORM_OF_MODE[grant.provisionMode];
  if (form !== formGranted) {
    const allowed = formGranted === undefined ? [] : [formGranted];
    throw new Problem(sharingProblems.outsideGrant, { ...article, errors: [{ pointer: '/form', code: 'not-granted', detail: `${grant.provisionMode} is what was granted` }], allowed });
  }
  const beyond = columns.filter((column) => !grant.columns.includes(column));
  if (beyond.length > 0) {
    throw new Problem(sharingProblems.outsideGrant, { ...article, errors: beyond.map((column) => ({ pointer: '/columns', code: 'not-granted', detail: column })) });
  }
}

/** A named purpose has been found to be the granted one before. */
function dataMustBeProtected({ form, purpose }: PermitAsk, { purposeNamed, mayStore, source }: Protection): void {
  if (purposeNamed && purpose === undefined) {
    throw new Problem(sharingProblems.protectedByLevel, { ...cited(source), errors: [{ pointer: '/purpose', code: 'required', detail: 'data of this security grade are fetched for a named purpose only' }] });
  }
  if (!mayStore && (form === 'FILE' || form === 'PACKAGE')) {
    throw new Problem(sharingProblems.protectedByLevel, { ...cited(source), errors: [{ pointer: '/form', code: 'no-storage', detail: 'data of this security grade do not leave as a file' }] });
  }
}

function sourceOf({ aggregation, currentVersion, interfaceUrl, interfaceZone, interfaceId, interfaceVersion }: GrantForCalls): DataSource {
  if (aggregation === 'LOGICAL' && interfaceUrl !== null) {
    const named = interfaceId === null || interfaceVersion === null ? {} : { interfaceId, interfaceVersion };
    return { kind: 'LOGICAL', url: interfaceUrl, ...(interfaceZone === null ? {} : { zone: interfaceZone }), ...named };
  }
  if (aggregation !== 'LOGICAL' && currentVersion !== null) return { kind: 'PHYSICAL', url: null };
  throw new Problem(sharingProblems.noSource);
}
