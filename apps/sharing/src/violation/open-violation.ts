import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sharingProblems, type Party } from '@gongshu/contracts';
import { beginProcedure, type Actor } from '@gongshu/regulation';
import { historyEntry, NodeRegulation, optionalList, refusalProblem, type Transaction } from '@gongshu/service-kit';
import { ActOnGrant } from '../grant/act-on-grant.js';
import type { Grant } from '../grant/grant.js';
import { RecordViolation } from './record-violation.js';
import { GROUND_OF, VIOLATION, withSighting, type Sighting, type Violation, type ViolationKind } from './violation.js';
import { ViolationStore } from './violation.store.js';

/** In whose name the platform opens what it has detected. */
export const BY_DETECTION: Actor = { roles: [], parties: ['node-authority'] };

/** Opens a case, or adds to the open one of the same grant, body and kind. Where the law lets no time pass, the case itself suspends the grant. */
@Injectable()
export class OpenViolation {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly violations: ViolationStore,
    private readonly recordViolation: RecordViolation,
    private readonly actOnGrant: ActOnGrant,
  ) {}

  /** @throws Problem 403 where the pack lets the actor open none, 422 for a kind that it does not know */
  async run(tx: Transaction, grant: Grant, kind: ViolationKind, suspect: Party, sighting: Sighting, actor: Actor): Promise<Violation> {
    const { ctx } = tx;
    const { pack } = this.regulation;
    const moved = beginProcedure(pack, VIOLATION, { actor, facts: {}, content: { ground: kind }, at: ctx.now });
    if (moved.kind === 'refused') throw refusalProblem(sharingProblems, moved, ctx.language, { '/ground': '/kind' });
    const open = await this.violations.lockOpen(tx, grant.id, kind, suspect);
    if (open !== undefined) return this.recordViolation.run(tx, { ...open, evidence: withSighting(open.evidence, sighting, ctx.now) }, 'extend', moved.source);
    const immediate = optionalList(pack, 'violation.immediate').includes(kind);
    const reasons = sighting.description ?? sighting.sign;
    const suspended = immediate ? await this.actOnGrant.suspendAtOnce(tx, grant.id, reasons, GROUND_OF[kind]) : null;
    const violation: Violation = {
      id: randomUUID(), kind, grantId: grant.id, entryId: grant.entryId, entryName: grant.entryName, requester: suspect, provider: grant.provider, standing: moved.standing,
      history: [historyEntry(moved, ctx, sighting.description)], evidence: withSighting([], sighting, ctx.now), measure: null, suspendedSince: suspended?.suspensionStanding?.since ?? null, openedAt: ctx.now,
    };
    return this.recordViolation.run(tx, violation, moved.act, moved.source);
  }
}
