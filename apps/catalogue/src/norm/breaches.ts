import type { CatalogueNorm, DataItem, DataStandard, EntryContent, FieldFault, NormRule, StandardRule } from '@gongshu/contracts';
import { hasShape } from './code-shape.js';

/** Where content breaks a norm: every field that does, with the rule. */
export function normBreaches({ issuer, version, rules }: Pick<CatalogueNorm, 'issuer' | 'version' | 'rules'>, content: Pick<EntryContent, NormRule['field'] & keyof EntryContent>): FieldFault[] {
  const stated: Readonly<Record<string, unknown>> = { ...content };
  return rules.flatMap(({ field, stated: needed = false, shortest = 0, longest = Infinity, oneOf }) => {
    const value = stated[field];
    const text = typeof value === 'string' ? value.trim() : '';
    const fault = (code: string, detail: string): FieldFault => ({ pointer: `/${field}`, code, detail: `${detail} (${issuer} v${String(version)})` });
    if (text === '') return needed ? [fault('norm-stated', 'must be stated')] : [];
    return [
      ...(text.length < shortest ? [fault('norm-shortest', `at least ${String(shortest)} characters`)] : []),
      ...(text.length > longest ? [fault('norm-longest', `at most ${String(longest)} characters`)] : []),
      ...(oneOf !== undefined && !oneOf.includes(text) ? [fault('norm-one-of', `one of ${oneOf.join(', ')}`.slice(0, 400))] : []),
    ];
  });
}

/** Where data items break a standard: every item that does, with the rule. */
export function standardBreaches({ code, version, rules }: Pick<DataStandard, 'code' | 'version' | 'rules'>, items: readonly DataItem[]): FieldFault[] {
  return items.flatMap((item, index) =>
    rules.filter((rule) => rule.item === undefined || rule.item === item.name).flatMap((rule) => itemBreaches(rule, item).map(([field, kind, detail]) => ({
      pointer: `/items/${String(index)}/${field}`,
      code: `standard-${kind}`,
      detail: `${detail} (${code} v${String(version)})`,
    }))),
  );
}

type ItemBreach = readonly [field: keyof DataItem, kind: string, detail: string];

function itemBreaches({ column, types, longestColumn = Infinity, longestName = Infinity }: StandardRule, item: DataItem): ItemBreach[] {
  return [
    ...(column !== undefined && !hasShape(item.column, column) ? [['column', 'column', `column code ${column}`] as const] : []),
    ...(types !== undefined && !types.includes(item.type) ? [['type', 'type', `type ${types.join(' or ')}`] as const] : []),
    ...(item.column.length > longestColumn ? [['column', 'longest-column', `at most ${String(longestColumn)} characters`] as const] : []),
    ...(item.name.length > longestName ? [['name', 'longest-name', `at most ${String(longestName)} characters`] as const] : []),
  ];
}
