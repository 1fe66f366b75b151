import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { grantIssued, Problem, problems, sharingProblems, type CallHours, type Party, type RowCondition } from '@gongshu/contracts';
import { optionalList, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { localDay, plusDays, type EffectivePack, type LegalSource } from '@gongshu/regulation';
import { RecordAgreement } from '../agreement/record-agreement.js';
import { FindSafetyStop } from '../safety-stop/find-safety-stop.js';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import { grantChanged, useSourceOf, type Grant } from './grant.js';
import { GrantStore } from './grant.store.js';

/** What may be set by the act that provides the data. */
export interface StatedTerms {
  readonly validUntil?: string;
  readonly callQuota?: number;
  readonly callsPerDay?: number;
  readonly rowQuota?: number;
  readonly rowsPerDay?: number;
  readonly storageAllowed?: boolean;
  readonly hours?: CallHours;
}

/** What a grant takes over from the request it answers. */
export interface ProvidedRequest {
  readonly id: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly requester: Party;
  readonly provider: Party;
  readonly applicationScenario: string;
  readonly purpose: string;
  readonly dutyBasis: string;
  readonly columns: readonly string[];
  readonly rowFilter?: readonly RowCondition[];
  readonly provisionMode: string;
}

/** How long a grant lasts, and goes on for when it is renewed, where nobody says otherwise. */
export const USUAL_DAYS = 365;
const USUAL_QUOTA = 1_000_000;

/** The request is provided: from here on the requester may fetch the data, as it stated and no further. */
@Injectable()
export class IssueGrant {
  constructor(
    private readonly grants: GrantStore,
    private readonly recordAgreement: RecordAgreement,
    private readonly entries: FindShareableEntry,
    private readonly safetyStop: FindSafetyStop,
  ) {}

  /** @throws Problem `sharing/no-source` as long as there are no data to fetch */
  async run(tx: Transaction, request: ProvidedRequest, terms: StatedTerms, source: LegalSource, pack: EffectivePack): Promise<Grant> {
    const { node, now } = tx.ctx;
    const today = localDay(now);
    const validUntil = terms.validUntil ?? plusDays(today, USUAL_DAYS);
    mustNotHavePassed(validUntil, today);
    if (!(await this.entries.hasSource(tx, request.entryId))) throw new Problem(sharingProblems.noSource);
    const stop = await this.safetyStop.run(tx, request.entryId);
    const { entryId, entryName, requester, provider, applicationScenario, purpose, dutyBasis, columns, rowFilter = [], provisionMode } = request;
    const grant: Grant = {
      id: randomUUID(), requestId: request.id, entryId, entryName, requester, provider, ownerNode: node.code, applicationScenario, purpose, dutyBasis, columns, rowFilter, provisionMode,
      state: 'ACTIVE', validFrom: today, validUntil, callQuota: terms.callQuota ?? USUAL_QUOTA, callsPerDay: terms.callsPerDay ?? null, rowQuota: terms.rowQuota ?? null,
      rowsPerDay: terms.rowsPerDay ?? null, storageAllowed: terms.storageAllowed ?? mayStore(pack, provisionMode), thirdParties: [], hours: terms.hours ?? null, callsTaken: 0, rowsTaken: 0,
      useSource: useSourceOf(pack), suspensionStanding: null, suspensionSource: null, suspensionReason: null, safetySource: stop?.source ?? null,
    };
    await this.grants.save(tx, grant);
    await this.recordAgreement.run(tx, grant);
    tx.announce(grantIssued, grant.id, grantChanged(grant, null, source));
    return grant;
  }
}

/** @throws Problem `input/invalid` for a last day before today */
export function mustNotHavePassed(validUntil: string, today: string): void {
  if (validUntil < today) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/validUntil', code: 'in-the-past', detail: `before ${today}` }] });
}

/** What comes as a file is kept by its nature; everything else only where the pack says so. */
function mayStore(pack: EffectivePack, provisionMode: string): boolean {
  return optionalList(pack, 'grant.storageModes').includes(provisionMode) || optionalParameter(pack, 'grant.storageAllowed')?.value === true;
}
