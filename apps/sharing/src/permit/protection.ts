import { optionalParameter } from '@gongshu/service-kit';
import type { EffectivePack, LegalSource } from '@gongshu/regulation';

/** What a security grade demands of every call on data of that grade. */
export interface Protection {
  readonly purposeNamed: boolean;
  readonly mayStore: boolean;
  /** Most rows a call may fetch; null: no limit. */
  readonly mostRows: number | null;
  readonly source: LegalSource | null;
}

export const NO_PROTECTION: Protection = { purposeNamed: false, mayStore: true, mostRows: null, source: null };

/** The pack's protection by grade: a list of `LEVEL=PURPOSE`, `LEVEL=NO_STORAGE` and `LEVEL=ROWS_n`. A pack without it demands nothing. */
export function protectionOf(pack: EffectivePack, level: string): Protection {
  const found = optionalParameter(pack, 'protection.byLevel');
  const measures = typeof found?.value === 'object' ? found.value.filter((measure) => measure.startsWith(`${level}=`)).map((measure) => measure.slice(level.length + 1)) : [];
  if (found === undefined || measures.length === 0) return NO_PROTECTION;
  const rows = measures.flatMap((measure) => (measure.startsWith('ROWS_') ? [Number(measure.slice(5))] : []));
  return { purposeNamed: measures.includes('PURPOSE'), mayStore: !measures.includes('NO_STORAGE'), mostRows: rows.length === 0 ? null : Math.min(...rows), source: found.source };
}
