import type { DayReason } from '@gongshu/regulation';
import type { Bilingual } from '@gongshu/contracts';

/** Why a day is counted or not, for people. */
export const DAY_WORDS: Readonly<Record<DayReason, Bilingual>> = {
  'working-day': { zh: '工作日', en: 'working day' },
  'make-up-workday': { zh: '调休上班日', en: 'make-up workday' },
  'day-off': { zh: '放假日', en: 'day off by the State Council’s notice' },
  weekend: { zh: '周末', en: 'weekend' },
};
