import { Injectable } from '@nestjs/common';
import { dataUpdateAcknowledged, Problem, problems, type AcknowledgeDataUpdate, type DataUpdateNoticeView } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { noticeView } from './held-copy.js';
import { HeldCopyStore } from './held-copy.store.js';
import { COPY_TIMER } from './keep-notice.js';
import { UpdateNoticeStore } from './update-notice.store.js';

/** The acquirer has compared its copy and says which version it holds now. An older one than the notice tells of is on record, and leaves the period running. */
@Injectable()
export class AcknowledgeUpdate {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: UpdateNoticeStore,
    private readonly copies: HeldCopyStore,
  ) {}

  async run(ctx: RequestContext, input: AcknowledgeDataUpdate): Promise<DataUpdateNoticeView> {
    return this.unitOfWork.run(ctx, (tx) => this.acknowledge(tx, input), input);
  }

  private async acknowledge(tx: Transaction, { id, version }: AcknowledgeDataUpdate): Promise<DataUpdateNoticeView> {
    const { ctx } = tx;
    const receiver = actingOrganisation(ctx);
    const notices = await this.notices.lockOfSameEntry(tx, receiver, id);
    const [notice, newest] = [notices.find((one) => one.id === id), notices.at(-1)];
    if (notice === undefined || newest === undefined) throw new Problem(problems.notFound);
    if (version > newest.version) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/version', code: 'unknown-version', detail: `the newest is ${String(newest.version)}` }] });
    const { entryId, originNode } = notice;
    await this.notices.acknowledge(tx, entryId, receiver, version);
    for (const told of notices) if (told.version <= version) await tx.stopTimer(COPY_TIMER, told.id);
    if (originNode === ctx.node.code) await this.copies.keep(tx, entryId, receiver, version);
    tx.announce(dataUpdateAcknowledged, id, { addressedTo: originNode, noticeId: id, entryId, receiver, version });
    return noticeView({ ...notice, acknowledgedVersion: Math.max(version, notice.acknowledgedVersion ?? 0) }, ctx.now);
  }
}
