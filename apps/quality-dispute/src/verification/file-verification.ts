import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, problems, qualityDisputeProblems, type DoubtedRow, type FieldFault, type FileVerification as Filing, type VerificationView } from '@gongshu/contracts';
import { beginProcedure } from '@gongshu/regulation';
import { actingOrganisation, historyEntry, NodeRegulation, refusalProblem, UnitOfWork, WorkingCalendars, type RequestContext } from '@gongshu/service-kit';
import { FindHeldGrant } from '../held-grant/find-held-grant.js';
import { FindKnownEntry } from '../known-entry/find-known-entry.js';
import { RecordMove } from './record-move.js';
import { verificationView } from './verification-view.js';
import { VerificationStore } from './verification.store.js';
import { begun, factsOf, partiesOf, type Doubt } from './verification.js';

const PROCEDURE = 'verification';

function columnsNotGranted(rows: readonly DoubtedRow[], columns: readonly string[]): FieldFault[] {
  return rows.flatMap((row, at) =>
    (['keyColumn', 'column'] as const)
      .filter((name) => !columns.includes(row[name]))
      .map((name) => ({ pointer: `/rows/${String(at)}/${name}`, code: 'not-granted', detail: 'the grant has no such column' })),
  );
}

/** A department that obtained data doubts some of it. */
@Injectable()
export class FileVerification {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly findHeldGrant: FindHeldGrant,
    private readonly findKnownEntry: FindKnownEntry,
    private readonly verifications: VerificationStore,
    private readonly recordMove: RecordMove,
  ) {}

  async run(ctx: RequestContext, input: Filing): Promise<VerificationView> {
    const organisation = actingOrganisation(ctx);
    const { pack } = this.regulation;
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const calendar = await this.calendars.forAct(tx);
        const grant = await this.findHeldGrant.run(tx, organisation, input.grantId);
        if (grant === undefined) throw new Problem(qualityDisputeProblems.neverObtained);
        const { grantId, entryId, requester, provider, ownerNode, columns } = grant;
        const entry = await this.findKnownEntry.run(tx, entryId);
        const { doubt = '', rows = [] } = input;
        const filed: Doubt = {
          id: randomUUID(), grantId, entryId, entryName: entry?.name ?? entryId, requester, provider, doubt, rows, originNode: ctx.node.code, ownerNode, cameFrom: null,
        };
        const parties = partiesOf(filed, ctx, ctx.node.code);
        const moved = beginProcedure(pack, PROCEDURE, { actor: { roles: ctx.roles, parties }, facts: factsOf(filed, ctx.node), content: { doubt, rows }, at: ctx.now }, calendar);
        if (moved.kind === 'refused') throw refusalProblem(qualityDisputeProblems, moved, ctx.language);
        const errors = columnsNotGranted(rows, columns);
        if (errors.length > 0) throw new Problem(problems.invalidInput, { errors });
        const verification = begun(filed, moved, [historyEntry(moved, ctx)]);
        await this.verifications.insert(tx, verification);
        await this.recordMove.run(tx, verification, moved);
        return verificationView(verification, pack, ctx.now);
      },
      input,
    );
  }
}
