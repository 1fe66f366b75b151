import type { CLASS_KINDS, Label } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { optionalList } from '@gongshu/service-kit';

export type ClassKind = (typeof CLASS_KINDS)[number];

/** A class of base or topic data, as the regulation or the authority names it. */
export interface CatalogueClass {
  readonly kind: ClassKind;
  readonly code: string;
  readonly label: Label;
  readonly origin: 'PACK' | 'AUTHORITY';
  readonly duty: string | null;
  readonly dutyLabel: Label | null;
}

/** A class that the authority has added: the lists of the regulations are open. */
export type AddedClass = Pick<CatalogueClass, 'kind' | 'code' | 'label'>;

/** The parameters that name the classes of a kind, and their lead departments as `CLASS=DUTY`. */
export const CLASS_KEYS = { BASE: { classes: 'base.classes', leads: 'base.leads' }, TOPIC: { classes: 'topic.classes', leads: 'topic.leads' } } as const;

export const KIND_LABELS: Readonly<Record<ClassKind, Label>> = { BASE: { zh: '基础数据', en: 'base data' }, TOPIC: { zh: '主题数据', en: 'topic data' } };

/** All classes of a node: the regulation's first, in its order. */
export function classesOf(pack: EffectivePack, added: readonly AddedClass[]): CatalogueClass[] {
  const named = (['BASE', 'TOPIC'] as const).flatMap((kind) => {
    const duties = new Map(optionalList(pack, CLASS_KEYS[kind].leads).map((lead): [string, string] => [lead.slice(0, lead.indexOf('=')), lead.slice(lead.indexOf('=') + 1)]));
    return optionalList(pack, CLASS_KEYS[kind].classes).map((code): CatalogueClass => {
      const duty = duties.get(code) ?? null;
      return { kind, code, label: wordOf(pack, `class.${code}`, code), origin: 'PACK', duty, dutyLabel: duty === null ? null : wordOf(pack, `duty.${duty}`, duty) };
    });
  });
  const more = added.filter(({ code }) => !named.some((one) => one.code === code));
  return [...named, ...more.map((one): CatalogueClass => ({ ...one, origin: 'AUTHORITY', duty: null, dutyLabel: null }))];
}

/** What a pack calls a class, a duty or a domain; the key itself where it has no word for it. */
export function wordOf({ terms }: EffectivePack, key: string, otherwise: string): Label {
  return (Object.hasOwn(terms, key) ? terms[key] : undefined) ?? { zh: otherwise, en: otherwise };
}
