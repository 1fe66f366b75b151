import { PARTIES, ROLES, wordingOf, type ActorRule, type Bilingual, type ParameterStatus, type ParameterValue, type Unit } from '@gongshu/regulation';
import type { Change } from './view-pack.js';

export type Language = keyof Bilingual;

const UNIT_WORDS: Readonly<Record<Unit, Bilingual>> = {
  workingDays: { zh: '工作日', en: 'working days' },
  seconds: { zh: '秒', en: 'seconds' },
  years: { zh: '年', en: 'years' },
  timesPerYear: { zh: '次/年', en: 'times a year' },
  timesPerMonth: { zh: '次/月', en: 'times a month' },
  dayOfYear: { zh: '每年此日', en: 'day of the year' },
  none: { zh: '', en: '' },
};

const STATUS_WORDS: Readonly<Record<ParameterStatus, Bilingual>> = {
  text: { zh: '条文', en: 'text' },
  default: { zh: '平台默认', en: 'default' },
  external: { zh: '其他文件', en: 'external' },
  derived: { zh: '推算', en: 'derived' },
};

/** How a row of the table is marked. */
export const CHANGE_MARKS: Readonly<Record<Change, string>> = { new: '+', changed: '*', restated: '=', inherited: ' ' };

export function unitWord(unit: Unit, language: Language): string {
  return UNIT_WORDS[unit][language];
}

export function statusWord(status: ParameterStatus, language: Language): string {
  return STATUS_WORDS[status][language];
}

export function valueWord(value: ParameterValue | null, language: Language): string {
  if (value === null) return '—';
  if (typeof value === 'boolean') return { zh: value ? '是' : '否', en: value ? 'yes' : 'no' }[language];
  if (typeof value !== 'object') return String(value);
  return value.length === 0 ? { zh: '(空)', en: '(none)' }[language] : value.join(', ');
}

/** `19` as an article, `DEFAULT-18` as an item of the platform's readings. */
export function articleWord(article: string | null, reading: string | null, language: Language): string {
  if (article === null) return '';
  const read = reading === null ? '' : ` ${reading}`;
  if (article.startsWith('DEFAULT-')) return article;
  return `${{ zh: `第${article}条`, en: `Art. ${article}` }[language]}${read}`;
}

export function actorWord(actors: readonly ActorRule[], language: Language): string {
  const who = actors.map(({ role, party }) => {
    const [personal, part] = [wordingOf(ROLES, role)[language], wordingOf(PARTIES, party)[language]];
    return language === 'zh' ? `${part}的${personal}` : `${personal} of ${part}`;
  });
  return who.join(' / ');
}
