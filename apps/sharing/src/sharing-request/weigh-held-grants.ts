import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type Party } from '@gongshu/contracts';
import { localDay, plusDays, type Instant } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';
import { FindHeldGrants } from '../grant/find-held-grants.js';
import type { Grant } from '../grant/grant.js';
import { isWithin } from './row-filter.js';
import type { Application } from './sharing-request.js';

const RENEWABLE_DAYS = 90;

type Asked = Pick<Application, 'entryId' | 'requester' | 'applicationScenario' | 'purpose' | 'columns' | 'rowFilter' | 'provisionMode'>;

/** What a request means for the grants its requester holds already: it extends one, or it is not needed. */
@Injectable()
export class WeighHeldGrants {
  constructor(private readonly heldGrants: FindHeldGrants) {}

  /** @throws Problem `sharing/not-renewable` for a grant that is suspended or ended long ago; `input/invalid` for one that the requester does not hold of this entry */
  async renewable(tx: Transaction, grantId: string, entryId: string, requester: Party): Promise<Grant> {
    const grant = (await this.heldGrants.run(tx, entryId, requester)).find(({ id }) => id === grantId);
    if (grant === undefined) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/renewsGrantId', code: 'unknown-grant', detail: 'no grant of this entry that you hold' }] });
    const until = plusDays(grant.validUntil, RENEWABLE_DAYS);
    if (grant.state !== 'ACTIVE' || until < localDay(tx.ctx.now)) {
      throw new Problem(sharingProblems.notRenewable, { errors: [{ pointer: '/renewsGrantId', code: grant.state === 'ACTIVE' ? 'ended-long-ago' : 'suspended', detail: grant.id }] });
    }
    return grant;
  }

  /** @throws Problem `sharing/already-granted`, with the grant, where a living one allows all that is asked for */
  async mustNotCover(tx: Transaction, asked: Asked): Promise<void> {
    const covering = (await this.heldGrants.run(tx, asked.entryId, asked.requester)).find((grant) => covers(grant, asked, tx.ctx.now));
    if (covering === undefined) return;
    throw new Problem(sharingProblems.alreadyGranted, {
      detail: { zh: `使用授权 ${covering.id} 已经覆盖该申请,到期前可以申请续期`, en: `Grant ${covering.id} covers the request already; it can be renewed` },
      errors: [{ pointer: '/entryId', code: 'already-granted', detail: covering.id }],
    });
  }
}

/** The terms in which a renewal differs from its grant; none: it asks for the same. */
export function differsFrom(grant: Grant, asked: Asked): string | null {
  const same: Readonly<Record<string, boolean>> = {
    applicationScenario: asked.applicationScenario === grant.applicationScenario,
    purpose: asked.purpose === grant.purpose,
    columns: asked.columns.length === grant.columns.length && asked.columns.every((column) => grant.columns.includes(column)),
    rows: isWithin(asked.rowFilter, grant.rowFilter) && isWithin(grant.rowFilter, asked.rowFilter),
    provisionMode: asked.provisionMode === grant.provisionMode,
  };
  return Object.keys(same).find((field) => same[field] === false) ?? null;
}

function covers(grant: Grant, { applicationScenario, purpose, columns, rowFilter, provisionMode }: Asked, now: Instant): boolean {
  return (
    grant.state === 'ACTIVE' &&
    grant.validUntil >= localDay(now) &&
    grant.applicationScenario === applicationScenario &&
    grant.purpose === purpose &&
    grant.provisionMode === provisionMode &&
    columns.every((column) => grant.columns.includes(column)) &&
    isWithin(rowFilter, grant.rowFilter)
  );
}
