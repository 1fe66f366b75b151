import type { InterfaceContent, InterfaceMaintainer, InterfaceRestriction, InterfaceView, LegalBasis, ParameterName, Party } from '@gongshu/contracts';
import { interfaceAddress } from '../data-set/interface-address.js';

/** What is kept of a provider's service, with what it left unsaid filled in. */
export interface InterfaceTerms {
  readonly name: string;
  readonly description: string | null;
  readonly callMethod: string | null;
  /** Null: the platform itself serves the data that are uploaded. */
  readonly url: string | null;
  readonly parameters: readonly ParameterName[];
  readonly maintainer: InterfaceMaintainer | null;
  readonly zone: string;
  readonly access: string;
  readonly audience: string;
  readonly restrictions: readonly InterfaceRestriction[];
  readonly legalBasis: LegalBasis | null;
  readonly sourceEntryIds: readonly string[];
  readonly timeoutMilliseconds: number;
  readonly idempotent: boolean;
}

export interface Interface {
  readonly id: string;
  readonly owner: Party;
  readonly version: number;
  readonly terms: InterfaceTerms;
  readonly openapi: string | null;
  readonly health: string;
  /** What the last test found. */
  readonly result: string | null;
  readonly testedAt: string | null;
  readonly retiredAt: string | null;
}

const UNSAID = { zone: 'extranet', access: 'THROUGH_GATEWAY', audience: 'DEPARTMENTS', timeoutMilliseconds: 30_000, idempotent: true } as const;

/** @throws Problem `exchange/unsafe-address` */
export function termsOf(content: InterfaceContent): InterfaceTerms {
  const { name, description, callMethod, url, maintainer, parameters = [], restrictions = [], legalBasis = null, sourceEntryIds = [] } = content;
  const { zone = UNSAID.zone, access = UNSAID.access, audience = UNSAID.audience, timeoutMilliseconds = UNSAID.timeoutMilliseconds, idempotent = UNSAID.idempotent } = content;
  return {
    ...{ name, description, callMethod, url: url === undefined ? null : interfaceAddress(url), maintainer, parameters, restrictions, legalBasis, sourceEntryIds },
    ...{ zone, access, audience, timeoutMilliseconds, idempotent },
  };
}

/** A service of which nothing is known but its address. */
export function bareTerms(name: string, url: string): InterfaceTerms {
  return { name, description: null, callMethod: null, url, parameters: [], maintainer: null, restrictions: [], legalBasis: null, sourceEntryIds: [], ...UNSAID };
}

export function isDescribed({ description, callMethod }: InterfaceTerms): boolean {
  return description !== null && callMethod !== null;
}

/** Its owner sees all of a service; others what they need to ask for it. */
export function interfaceView({ id, owner, version, terms, openapi, health, testedAt, retiredAt }: Interface, entryIds: readonly string[], viewerId: string | null): InterfaceView {
  const { url, parameters, restrictions, sourceEntryIds, ...rest } = terms;
  const isOwner = viewerId === owner.id;
  return {
    ...{ id, owner, version, ...rest, restrictions: [...restrictions], entryIds: [...entryIds], sourceEntryIds: [...sourceEntryIds], parameters: [...parameters] },
    ...{ health, testedAt, retiredAt, url: isOwner ? url : null, openapi: isOwner ? openapi : null },
  };
}
