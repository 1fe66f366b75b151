import type { DataItem, EntryView, StandardUse } from '@gongshu/contracts';
import { localDay } from '@gongshu/regulation';
import { GUIDE_COLUMNS, isOfItem, type GuideColumn } from './guide-columns.js';

/** The header an export writes: the guide's titles, in the guide's order. */
export const EXPORT_TITLES: readonly string[] = GUIDE_COLUMNS.map(({ title }) => title);

/** The rows of an entry in the guide's form: one for each data item, the first of them with what the entry itself says. */
export function exportRows(entry: EntryView): string[][] {
  return entry.items.map((item, index) => GUIDE_COLUMNS.map((column) => (isOfItem(column) ? ofItem(column, item) : index === 0 ? ofEntry(column, entry) : '')));
}

function ofItem(column: GuideColumn, item: DataItem): string {
  return written(column, item[column.field.slice('items.'.length) as keyof DataItem]);
}

function ofEntry(column: GuideColumn, entry: EntryView): string {
  const { kind, field } = column;
  if (kind === 'provider') return entry.provider.name;
  if (kind === 'code') return entry.code ?? '';
  if (kind === 'published') return entry.publishedAt === null ? '' : localDay(entry.publishedAt);
  const [first = '', second] = field.split('.');
  const value: unknown = entry[first as keyof EntryView];
  return written(column, second === undefined ? value : (value as Record<string, unknown> | undefined)?.[second]);
}

function written({ kind, words = [] }: GuideColumn, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (kind === 'standards') return (value as readonly StandardUse[]).map(({ code, version }) => `${code}@${String(version)}`).join(';');
  const values = (Array.isArray(value) ? value : [value]).map(String);
  return values.map((each) => words.find(([, meaning]) => meaning === each)?.[0] ?? each).join(kind === 'list' ? ';' : '、');
}
