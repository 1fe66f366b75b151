import { Injectable } from '@nestjs/common';
import { requestEntryChanged } from '@gongshu/contracts';
import { NodeRegulation, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { beginProcedure, type EffectivePack, type LegalSource } from '@gongshu/regulation';
import { grantGiven, type Grant } from '../grant/grant.js';
import { LockLivingGrant } from '../grant/lock-living-grant.js';
import { TerminateGrant } from '../grant/terminate-grant.js';
import type { ShareableEntry } from '../shareable-entry/shareable-entry.js';
import { RecordMove } from './record-move.js';
import { currentStep, type SharingRequest } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';
import { TellGrantChanged } from './tell-grant-changed.js';

const RULE = 'sharing.typeChange.running';
const CLOSING = 'sharing-request-closing';
const STRICTNESS = ['UNCONDITIONAL', 'CONDITIONAL', 'NOT_SHARED'];

/** An entry has changed its sharing type, or is withdrawn: whether what runs on it goes on or ends is the pack's to say, and requesters and holders are told either way. */
@Injectable()
export class FollowEntryChange {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly requests: SharingRequestStore,
    private readonly recordMove: RecordMove,
    private readonly lockLivingGrant: LockLivingGrant,
    private readonly terminateGrant: TerminateGrant,
    private readonly tellGrantChanged: TellGrantChanged,
  ) {}

  /** @param typeNow null for an entry that is withdrawn */
  async run(tx: Transaction, before: ShareableEntry, typeNow: string | null): Promise<void> {
    const stricter = typeNow === null || STRICTNESS.indexOf(typeNow) > STRICTNESS.indexOf(before.sharingType);
    for (const request of await this.requests.lockOfEntry(tx, before.id)) {
      const pack = this.regulation.packOf(request.standing);
      const grant = await this.lockLivingGrant.run(tx, request.grantId);
      if (grant === null && currentStep(request, pack, tx.ctx.now).ended) continue;
      const rule = optionalParameter(pack, RULE);
      const ends = stricter && rule?.value === 'END' && before.node === tx.ctx.node.code;
      if (ends) await this.end(tx, request, grant, pack, rule.source);
      const { id, number, entryId, entryName, requester, provider } = request;
      tx.announce(requestEntryChanged, id, {
        id, number, entryId, entryName, requester, provider, typeBefore: before.sharingType, typeNow, outcome: ends ? 'ENDED' : 'CONTINUES', grantId: grant?.id ?? null,
        article: rule?.source.article ?? null,
      });
    }
  }

  private async end(tx: Transaction, request: SharingRequest, grant: Grant | null, pack: EffectivePack, source: LegalSource): Promise<void> {
    if (!request.standing.ended) {
      const actor = { roles: [], parties: ['node-authority'] };
      const outcome = beginProcedure(pack, CLOSING, { actor, facts: {}, content: {}, at: tx.ctx.now });
      if (outcome.kind === 'refused') throw new Error(`${pack.id}: ${outcome.message.en}`);
      await this.recordMove.run(tx, request, { ...outcome, from: request.standing.step });
    } else if (grant !== null) {
      await this.tellGrantChanged.run(tx, request.id, grantGiven(await this.terminateGrant.run(tx, grant, source, null)));
    }
  }
}
