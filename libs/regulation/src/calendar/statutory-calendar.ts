import { loadCalendar } from '../packs/load-packs.js';
import type { WorkingCalendar } from './working-days.js';

/** The statutory calendar that ships with the library: State Council notices 2018-2026 (`calendar/cn.json`). */
export const statutoryCalendar: WorkingCalendar = loadCalendar();
