import { Injectable } from '@nestjs/common';
import { deadlineOf, endOfDay, type Day, type WorkingCalendar } from '@gongshu/regulation';
import { NodeRegulation, optionalParameter, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import type { UpdateNotice } from './held-copy.js';
import { UpdateNoticeStore } from './update-notice.store.js';

export const COPY_TIMER = 'held-copy-overdue';
const PERIOD = 'dataUpdate.acquirer.days';

/** A notice begins the acquirer's period to update its copy, where the pack of the acquirer's own node names one. */
@Injectable()
export class KeepNotice {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly notices: UpdateNoticeStore,
  ) {}

  /** Answers whether it was new. */
  async run(tx: Transaction, told: UpdateNotice): Promise<boolean> {
    const due = told.receiver.node === tx.ctx.node.code ? this.dueOf(told, await this.calendars.forAct(tx)) : null;
    const notice = due === null ? told : { ...told, ...due };
    if (!(await this.notices.keep(tx, notice))) return false;
    if (due !== null) await this.startTimer(tx, notice, due);
    return true;
  }

  /** Counts the periods that run again, after the calendar has changed. */
  async recount(tx: Transaction, calendar: WorkingCalendar): Promise<void> {
    for (const notice of await this.notices.lockRunning(tx)) {
      const due = this.dueOf(notice, calendar);
      if (due === null || due.dueOn === notice.dueOn) continue;
      await this.notices.setDue(tx, notice.id, due.dueOn);
      // What has lapsed and was told is not told again, unless the new day lies ahead.
      const lastDay = due.dueOn > (notice.dueOn ?? '') ? due.dueOn : (notice.dueOn ?? '');
      if (Date.parse(endOfDay(lastDay)) > Date.parse(tx.ctx.now)) await this.startTimer(tx, notice, due);
    }
  }

  private dueOf({ noticedAt }: UpdateNotice, calendar: WorkingCalendar): { dueOn: Day; dueArticle: string } | null {
    const { pack } = this.regulation;
    const deadline = optionalParameter(pack, PERIOD) === undefined ? null : deadlineOf(pack, PERIOD, noticedAt, calendar);
    return deadline === null ? null : { dueOn: deadline.dueOn, dueArticle: deadline.source.article };
  }

  private async startTimer(tx: Transaction, { id, entryId, receiver, version }: UpdateNotice, { dueOn, dueArticle }: { dueOn: Day; dueArticle: string }): Promise<void> {
    await tx.startTimer(COPY_TIMER, id, endOfDay(dueOn), { noticeId: id, entryId, receiver: receiver.id, version, dueOn, article: dueArticle });
  }
}
