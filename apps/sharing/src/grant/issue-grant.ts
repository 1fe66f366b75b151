import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { grantIssued, Problem, problems, sharingProblems, type Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { localDay, plusDays, type EffectivePack, type LegalSource, type Standing } from '@gongshu/regulation';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import { grantChanged, useSourceOf, type Grant } from './grant.js';
import { GrantStore } from './grant.store.js';

/** What the authority may set when it delivers. */
export interface GrantTerms {
  readonly validUntil?: string;
  readonly callQuota?: number;
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
  readonly columns: readonly string[];
  readonly provisionMode: string;
  readonly standing: Standing;
}

const USUAL_DAYS = 365;
const USUAL_QUOTA = 1_000_000;

/** The request is provided: from here on the requester may fetch the data, as it stated and no further. */
@Injectable()
export class IssueGrant {
  constructor(
    private readonly grants: GrantStore,
    private readonly entries: FindShareableEntry,
  ) {}

  /** @throws Problem `sharing/no-source` as long as there are no data to fetch */
  async run(tx: Transaction, request: ProvidedRequest, terms: GrantTerms, source: LegalSource, pack: EffectivePack): Promise<Grant> {
    const { node, now } = tx.ctx;
    const today = localDay(now);
    const validUntil = terms.validUntil ?? plusDays(today, USUAL_DAYS);
    if (validUntil < today) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/validUntil', code: 'in-the-past', detail: `before ${today}` }] });
    if (!(await this.entries.hasSource(tx, request.entryId))) throw new Problem(sharingProblems.noSource);
    const { entryId, entryName, requester, provider, applicationScenario, purpose, columns, provisionMode, standing } = request;
    const grant: Grant = {
      id: randomUUID(), requestId: request.id, entryId, entryName, requester, provider, ownerNode: node.code, applicationScenario, purpose, columns, provisionMode,
      state: 'ACTIVE', validFrom: today, validUntil, callQuota: terms.callQuota ?? USUAL_QUOTA, callsTaken: 0, useSource: useSourceOf(pack, standing.procedure),
      suspensionStanding: null, suspensionSource: null, suspensionReason: null,
    };
    await this.grants.save(tx, grant);
    tx.announce(grantIssued, grant.id, grantChanged(grant, null, source));
    return grant;
  }
}
