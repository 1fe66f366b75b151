import type { NoticeView } from '@gongshu/contracts';

export type Notice = Omit<NoticeView, 'message'>;

/** What the receiver's people read. */
function messageOf({ entryName, correctedVersion, permits }: Notice): string {
  const [version, calls] = [String(correctedVersion), String(permits)];
  return (
    `“${entryName}”数据第${version}版已更正,贵机构在更正前曾调用该数据${calls}次,请重新获取,并核查已据此办理的事项。` +
    ` / Version ${version} of “${entryName}” corrects rows that your organisation received before (${calls} calls): fetch the data again and check what was decided on them.`
  );
}

export function noticeView(notice: Notice): NoticeView {
  return { ...notice, message: messageOf(notice) };
}
