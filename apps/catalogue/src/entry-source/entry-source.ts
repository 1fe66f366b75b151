import { catalogueProblems, Problem, type EntryContent } from '@gongshu/contracts';
import type { EffectivePack, EffectiveParameter } from '@gongshu/regulation';
import { citation, optionalParameter } from '@gongshu/service-kit';

/** What stands behind an entry, as the exchange tells it. */
export interface EntrySource {
  /** Rows of the newest upload; null without one. */
  readonly rows: number | null;
  readonly interfaceId: string | null;
  /** Description and calling method of the interface are on record. */
  readonly described: boolean;
  /** What the last test of the interface found; null before the first. */
  readonly probe: string | null;
}

export const NO_SOURCE: EntrySource = { rows: null, interfaceId: null, described: false, probe: null };
const REACHED: readonly (string | null)[] = ['LOADED', 'EMPTY', 'INVALID'];

type Rule = readonly [parameter: string, holds: (content: EntryContent, source: EntrySource) => boolean, pointer: string, code: string, detail: { readonly zh: string; readonly en: string }];

/** Data that stay with their provider are behind its interface; others may be uploaded, or come by an interface. */
function comes(content: EntryContent, source: EntrySource, byUpload: (rows: number) => boolean, byInterface: (probe: string | null) => boolean): boolean {
  return (source.interfaceId !== null && byInterface(source.probe)) || (content.aggregation === 'PHYSICAL' && source.rows !== null && byUpload(source.rows));
}

const RULES: readonly Rule[] = [
  [
    'provision.interfaceRegistered', ({ provisionModes }, { interfaceId, described }) => !provisionModes.includes('INTERFACE') || (interfaceId !== null && described), '/interfaceId', 'interface-not-registered',
    { zh: '以接口方式提供的,应当先注册接口服务,并提供接口描述及调用方法', en: 'What is provided by interface needs a registered service with description and calling method' },
  ],
  [
    'provision.accessible', (content, source) => comes(content, source, () => true, (probe) => REACHED.includes(probe)), '/interfaceId', 'not-accessible',
    { zh: '可共享的数据应当提供可访问的接口或者上传数据', en: 'Shareable data need a registered interface that can be reached, or an upload' },
  ],
  [
    'catalogue.loadable', (content, source) => comes(content, source, (rows) => rows > 0, (probe) => probe === 'LOADED'), '', 'no-valid-record',
    { zh: '目录应当可加载有效数据:数据来源尚未返回有效记录', en: 'An entry must load valid data: its source has returned no valid record' },
  ],
];

function refuse({ source }: EffectiveParameter, [, , pointer, code, detail]: Rule): Problem {
  return new Problem(catalogueProblems.noSource, { article: citation(source), detail, errors: [{ pointer, code, detail: detail.en }] });
}

/**
 * What the law in force demands to stand behind an entry before it is published as shareable: a registered service (jian 16), one that can be reached or an upload (jian 8), and valid data
 * (fushun 10).
 *
 * @throws Problem `catalogue/no-source` with the article
 */
export function lawfulSource(pack: EffectivePack, content: EntryContent, source: EntrySource): void {
  if (content.sharingType === 'NOT_SHARED') return;
  for (const rule of RULES) {
    const demanded = optionalParameter(pack, rule[0]);
    if (demanded?.value === true && !rule[1](content, source)) throw refuse(demanded, rule);
  }
}
