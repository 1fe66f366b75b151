import { Injectable } from '@nestjs/common';
import { caseMoved, violationMoved } from '@gongshu/contracts';
import type { LegalSource } from '@gongshu/regulation';
import { NodeRegulation, tellCase, type Transaction } from '@gongshu/service-kit';
import { evidenceCount, listed, type Violation } from './violation.js';
import { ViolationStore } from './violation.store.js';

/** What follows from every act on a case: it is kept, and told to whoever keeps account of violations and to the work lists. */
@Injectable()
export class RecordViolation {
  constructor(
    private readonly violations: ViolationStore,
    private readonly regulation: NodeRegulation,
  ) {}

  async run(tx: Transaction, violation: Violation, act: string, source: Pick<LegalSource, 'article'>): Promise<Violation> {
    const { id, kind, grantId, entryId, requester, provider, standing, measure, suspendedSince } = violation;
    await this.violations.save(tx, violation);
    tx.announce(violationMoved, id, {
      id, kind, grantId, entryId, requester, provider, act, to: standing.step, article: source.article, evidence: evidenceCount(violation), measure, suspended: suspendedSince !== null,
    });
    tellCase(tx, caseMoved.sharing, this.regulation.packOf(standing), listed(violation));
    return violation;
  }
}
