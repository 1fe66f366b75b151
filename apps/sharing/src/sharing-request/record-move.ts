import { Injectable } from '@nestjs/common';
import { caseMoved, Problem, problems, requestForwardedUp, requestMoved, type AnsweredAct, type HistoryEntry, type RowCondition } from '@gongshu/contracts';
import { historyEntry, keepDeadline, NodeRegulation, tellCase, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import { localDay, plusDays, type Moved } from '@gongshu/regulation';
import { FindHeldGrants } from '../grant/find-held-grants.js';
import { grantGiven, type Grant } from '../grant/grant.js';
import { IssueGrant, USUAL_DAYS, type StatedTerms } from '../grant/issue-grant.js';
import { RenewGrant } from '../grant/renew-grant.js';
import { LockLivingGrant } from '../grant/lock-living-grant.js';
import { TerminateGrant } from '../grant/terminate-grant.js';
import { HoldRequest } from './hold-request.js';
import { advance, endsSharing, forwardedUp, listed, PROVIDED, REQUEST_TIMERS, WITH_UPPER_NODE, type Application, type SharingRequest } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';
import { TellRequesterNode } from './tell-requester-node.js';

/** Who acted, where that was at a node below. */
export interface ActedBelow {
  readonly actor: string;
  readonly organisation: string;
  readonly node: string;
}

/** What of an act goes on record besides the move itself. */
export interface ActWords extends StatedTerms {
  readonly reasons?: string;
  readonly conclusion?: string;
  readonly consulted?: readonly string[];
  readonly columns?: readonly string[];
  readonly rows?: readonly RowCondition[];
  readonly below?: ActedBelow;
}

/** What an act said beside its reasons, as its entry of the history keeps it. */
function wordsOnRecord({ conclusion, consulted, columns, rows, below }: ActWords): Partial<HistoryEntry> {
  const narrowed = { ...(columns === undefined ? {} : { columns }), ...(rows === undefined ? {} : { rows }) };
  return {
    ...below,
    ...(conclusion === undefined ? {} : { conclusion }),
    ...(consulted === undefined ? {} : { consulted: [...consulted] }),
    ...(Object.keys(narrowed).length === 0 ? {} : { narrowed }),
  };
}

/** Everything that follows from an act the law allows, whichever act it was: history, deadline, grant, and who is told. */
@Injectable()
export class RecordMove {
  constructor(
    private readonly requests: SharingRequestStore,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly lockLivingGrant: LockLivingGrant,
    private readonly heldGrants: FindHeldGrants,
    private readonly holdRequest: HoldRequest,
    private readonly issueGrant: IssueGrant,
    private readonly renewGrant: RenewGrant,
    private readonly terminateGrant: TerminateGrant,
    private readonly tellRequesterNode: TellRequesterNode,
  ) {}

  /**
   * @param answered the act of a node below that this is, which its requester waits to hear of
   * @throws Problem `sharing/no-source` when the act would provide data that are not there yet
   */
  async run(tx: Transaction, application: Application, moved: Moved, words: ActWords = {}, answered?: AnsweredAct): Promise<SharingRequest> {
    const { ctx } = tx;
    const pack = this.regulation.packOf(moved.standing);
    const record = { ...historyEntry(moved, ctx, words.reasons ?? null), ...wordsOnRecord(words) };
    const request = advance(application, moved, pack, record);
    await this.requests.save(tx, request);
    const { id, number, entryId, standing } = request;
    await keepDeadline(tx, REQUEST_TIMERS, id, standing, { pack, calendar: await this.calendars.forAct(tx) });
    tx.announce(requestMoved, id, { id, number, entryId, act: moved.act, to: moved.to, article: moved.source.article, dueOn: standing.dueOn });
    tellCase(tx, caseMoved.sharing, pack, listed(request));
    if (moved.to === WITH_UPPER_NODE) tx.announce(requestForwardedUp, id, forwardedUp(request, parentOf(tx)));
    const grant = await this.settleGrant(tx, request, moved, words);
    const settled = grant === null ? request : { ...request, grantId: grant.id };
    if (settled.grantId !== request.grantId) await this.requests.save(tx, settled);
    this.tellRequesterNode.run(tx, settled, grant === null ? null : grantGiven(grant), answered);
    return settled;
  }

  /** What is provided has a living grant; what ends otherwise, as after an objection or a dispute, has none any more. Answers the grant that has changed. */
  private async settleGrant(tx: Transaction, request: SharingRequest, { to, source, standing }: Moved, words: ActWords): Promise<Grant | null> {
    if (to !== PROVIDED && !endsSharing(standing)) return null;
    const living = await this.lockLivingGrant.run(tx, request.grantId);
    if (to === PROVIDED && living !== null) return null;
    if (to === PROVIDED) {
      const wanted = words.validUntil ?? request.wantedUntil;
      const terms = wanted === null ? words : { ...words, validUntil: wanted };
      const renewed = await this.lockRenewed(tx, request);
      if (renewed === null) return this.issueGrant.run(tx, request, terms, source, this.regulation.packOf(standing));
      return this.renewGrant.run(tx, renewed, { validUntil: plusDays(localDay(tx.ctx.now), USUAL_DAYS), ...terms }, source);
    }
    return living?.ownerNode === tx.ctx.node.code ? this.terminateGrant.run(tx, living, source, words.reasons ?? null) : null;
  }

  /** The grant that is to be extended; one that was terminated meanwhile is not, and the request gets a grant of its own. Its first request is locked before it, as acts on that do. */
  private async lockRenewed(tx: Transaction, { renewsGrantId, entryId, requester }: SharingRequest): Promise<Grant | null> {
    if (renewsGrantId === null) return null;
    const held = (await this.heldGrants.run(tx, entryId, requester)).find(({ id }) => id === renewsGrantId);
    if (held === undefined) return null;
    await this.holdRequest.run(tx, held.requestId);
    return this.lockLivingGrant.run(tx, held.id);
  }
}

function parentOf({ ctx }: Transaction): string {
  if (ctx.node.parent === null) throw new Problem(problems.nodeUnreachable);
  return ctx.node.parent;
}
