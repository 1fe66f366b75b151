import { Injectable } from '@nestjs/common';
import type { GrantTerms, Party } from '@gongshu/contracts';
import type { LegalSource } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';

/** What the two sides are bound to. */
export interface AgreedTerms extends GrantTerms {
  readonly entryId: string;
  readonly entryName: string;
  readonly requester: Party;
  readonly provider: Party;
}

export interface AgreementRevision {
  readonly revision: number;
  readonly terms: AgreedTerms;
  readonly articles: readonly LegalSource[];
  readonly since: string;
}

const SELECT = `SELECT revision, terms, articles, to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since FROM agreement_revision`;

@Injectable()
export class AgreementStore {
  /** Adds a revision where the terms are not those of the last one. The grant's row is locked, so that every permit falls under one revision. */
  async keep(tx: Transaction, grantId: string, terms: AgreedTerms, articles: readonly LegalSource[]): Promise<void> {
    await tx.query(
      `INSERT INTO agreement_revision (grant_id, revision, after_call, terms, articles, made_at)
       SELECT g.id, coalesce(former.revision, 0) + 1, g.calls_taken, $2::jsonb, $3::jsonb, $4
         FROM usage_grant g LEFT JOIN LATERAL (SELECT revision, terms FROM agreement_revision WHERE grant_id = g.id ORDER BY revision DESC LIMIT 1) former ON true
        WHERE g.id = $1 AND former.terms IS DISTINCT FROM $2::jsonb`,
      [grantId, JSON.stringify(terms), JSON.stringify(articles), tx.ctx.now],
    );
  }

  async newest(tx: Transaction, grantId: string): Promise<AgreementRevision | undefined> {
    const [found] = await tx.query<AgreementRevision>(`${SELECT} WHERE grant_id = $1 ORDER BY revision DESC LIMIT 1`, [grantId]);
    return found;
  }

  /** The revision under which a permit was taken. */
  async ofPermit(tx: Transaction, grantId: string, number: number): Promise<AgreementRevision | undefined> {
    const [found] = await tx.query<AgreementRevision>(`${SELECT} WHERE grant_id = $1 AND after_call < $2 ORDER BY revision DESC LIMIT 1`, [grantId, number]);
    return found;
  }
}
