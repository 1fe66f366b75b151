import { localDay, type EffectivePack, type Standing } from '@gongshu/regulation';
import type { RowCondition } from '@gongshu/contracts';
import type { SharingRequest } from '../sharing-request/sharing-request.js';

/** What is printed, in Chinese: a form of an agency is a Chinese document whatever the language of its reader. */
export interface RequestForm {
  readonly title: string;
  /** Carried by the code line too, so that a scanned form finds its request. */
  readonly number: string;
  /** Provision that demands the form. */
  readonly basis: string;
  readonly rows: readonly (readonly [label: string, text: string])[];
  /** Who signs, and what for. */
  readonly signatures: readonly string[];
  /** Instant of filing, which dates the document as well. */
  readonly filedAt: string;
}

const MODES: Readonly<Record<string, string>> = { INTERFACE: '接口调用', FILE_DOWNLOAD: '文件下载', ONLINE_BROWSE: '在线浏览', OFFLINE_EXCHANGE: '离线交换' };
const OPERATORS: Readonly<Record<string, string>> = { EQUALS: '等于', IN: '为其中之一:', FROM: '不小于', TO: '不大于', STARTS_WITH: '开头为' };

/** Whether the procedure has a written form: one of its steps waits for the day on which it was received. */
export function hasWrittenForm(pack: EffectivePack, { procedure }: Standing): boolean {
  const steps = Object.values(pack.procedures[procedure]?.steps ?? {});
  return steps.some(({ acts }) => Object.values(acts).some(({ requires }) => requires.some(({ field }) => field === 'writtenReceivedOn')));
}

export function formOf(request: SharingRequest, pack: EffectivePack): RequestForm {
  const { number, requester, provider, entryName, entryId, columns, rowFilter, scope, purpose, applicationScenario, dutyBasis, personalBasis, provisionMode, wantedUntil, submittedAt, standing } = request;
  const source = pack.procedures[standing.procedure]?.source;
  return {
    title: '政务数据共享需求申请表',
    number,
    basis: `依据:《${pack.title.zh}》${source === undefined ? '' : `第${source.article}条`}`,
    rows: [
      ['申请编号', number],
      ['申请日期', localDay(submittedAt)],
      ['需求部门', requester.name],
      ['资源提供方', provider.name],
      ['目录条目', `${entryName}\n${entryId}`],
      ['申请的数据项', columns.join('、')],
      ['数据行范围', rowFilter.length === 0 ? '全部' : rowFilter.map(conditionInWords).join(';\n')],
      ['共享范围', stated(scope)],
      ['应用场景', stated(applicationScenario)],
      ['使用用途', stated(purpose)],
      ['履职依据', stated(dutyBasis)],
      ['处理个人信息的依据', personalBasis === null ? '不涉及' : `《${personalBasis.title}》${personalBasis.article}`],
      ['提供方式', MODES[provisionMode] ?? provisionMode],
      ['使用期限', wantedUntil === null ? '未载明' : `至 ${wantedUntil}`],
    ],
    signatures: ['需求部门(经办人、负责人签字,盖章)', '资源提供方审核意见(收到书面申请日期、负责人签字,盖章)'],
    filedAt: submittedAt,
  };
}

const stated = (text: string): string => (text.trim() === '' ? '未载明' : text);
const conditionInWords = ({ column, operator, values }: RowCondition): string => `${column} ${OPERATORS[operator] ?? operator} ${values.join('、')}`;
