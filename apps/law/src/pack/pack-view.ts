import type { EffectiveRegulationPack, PackReference, RegulationPack } from '@gongshu/contracts';
import type { EffectivePack, LegalSource } from '@gongshu/regulation';
import { onceInEachLanguage, type Language } from './once-in-each-language.js';

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** The provision behind something: where it stands and what it says. */
function provisionOf({ packId, packVersion, article, quote }: LegalSource): { readonly origin: PackReference; readonly article: string; readonly quote: string } {
  return { origin: { id: packId, version: packVersion }, article, quote };
}

/** A pack as the list shows it. */
export function packSummary(pack: EffectivePack, language: Language): RegulationPack {
  const { id, version, title, jurisdiction, status, inForceFrom, inForceTo, lineage, sharingTypes, openTypes } = pack;
  return {
    id,
    version,
    title: title[language],
    jurisdiction: { division: jurisdiction.division, name: jurisdiction[language] },
    status,
    inForceFrom,
    inForceTo,
    parent: lineage[1] ?? null,
    sharingTypes: [...sharingTypes],
    openTypes: [...openTypes],
  };
}

/** A pack with everything it inherits, each with the pack and article it comes from. */
export const packView = onceInEachLanguage((pack: EffectivePack, language): EffectiveRegulationPack => {
  return {
    ...packSummary(pack, language),
    lineage: [...pack.lineage],
    parameters: Object.entries(pack.parameters).sort(byName).map(([key, { label, value, unit, status, reading, source }]) => ({ key, label: label[language], value, unit, status, reading, ...provisionOf(source) })),
    nodes: pack.nodes.map(({ source, ...rule }) => ({ ...rule, ...provisionOf(source) })),
    procedures: Object.entries(pack.procedures).sort(byName).map(([name, { label, source }]) => ({ name, label: label[language], article: source.article })),
  };
});
