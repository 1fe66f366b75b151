import type { DataUpdated, DataUpdateNoticeView, HeldCopyView, Party } from '@gongshu/contracts';
import { localDay, type Day, type Instant } from '@gongshu/regulation';

/** The notice of an update to one acquirer, kept where the data are and at the acquirer's node. */
export interface UpdateNotice {
  readonly id: string;
  /** Node of the data. */
  readonly originNode: string;
  readonly receiver: Party;
  readonly provider: Party;
  readonly entryId: string;
  readonly entryName: string;
  readonly version: number;
  readonly article: string;
  readonly noticedAt: Instant;
  /** Until when the acquirer is to update its copy, by the pack of its own node; null where that names no period, and for acquirers of other nodes. */
  readonly dueOn: Day | null;
  readonly dueArticle: string | null;
  readonly acknowledgedVersion: number | null;
}

/** Whether the acquirer has what the notice tells of, or something newer. */
export function isSettled({ version, acknowledgedVersion }: Pick<UpdateNotice, 'version' | 'acknowledgedVersion'>): boolean {
  return acknowledgedVersion !== null && acknowledgedVersion >= version;
}

export function noticeFrom({ noticeId, receiver, provider, entryId, entryName, version, article, noticedAt }: DataUpdated, originNode: string): UpdateNotice {
  return { id: noticeId, originNode, receiver, provider, entryId, entryName, version, article, noticedAt, dueOn: null, dueArticle: null, acknowledgedVersion: null };
}

export function noticeView(notice: UpdateNotice, now: Instant): DataUpdateNoticeView {
  const { id, entryId, entryName, provider, version, noticedAt, article, dueOn, acknowledgedVersion } = notice;
  const overdue = !isSettled(notice) && dueOn !== null && dueOn < localDay(now);
  return { id, entryId, entryName, provider, version, noticedAt, article, dueOn, overdue, acknowledgedVersion, message: messageOf(notice) };
}

/** What the acquirer's people read. */
function messageOf({ entryName, provider, version }: UpdateNotice): string {
  const n = String(version);
  return (
    `“${entryName}”已由${provider.name}更新至第${n}版,请比对并更新本部门所获取的数据,并确认所持版本。` +
    ` / ${provider.name} has updated “${entryName}” to version ${n}: compare and update the copy of your organisation, and say which version it holds.`
  );
}

/** An acquirer, with the version last delivered to it or acknowledged by it. */
export interface HeldCopy {
  readonly holder: Party;
  readonly version: number | null;
  readonly awaitingAcknowledgement: boolean;
}

export function heldCopyView({ holder, version, awaitingAcknowledgement }: HeldCopy, current: number | null): HeldCopyView {
  return { holder, version, stale: version !== null && current !== null && version < current, awaitingAcknowledgement };
}
