import type { LegalSource, Procedure } from '../procedure/procedure.js';
import type { Bilingual } from '../vocabulary.js';
import { checkProcedure } from './check-procedure.js';
import type { EffectivePack, EffectiveParameter } from './effective-pack.js';
import type { Lineage } from './lineage.js';
import type { PackFault } from './pack-error.js';
import type { PackFile } from './pack-file.js';
import { resolveProcedure } from './resolve-procedure.js';

/** Joins a pack with its parents (`files`: the pack first). A child's value wins, node rules add up. Faults name the file that says the wrong thing. */
export function resolvePack(files: readonly [PackFile, ...PackFile[]], faults: PackFault[]): EffectivePack {
  const [own] = files;
  const parameters: Record<string, EffectiveParameter> = {};
  const procedures: Record<string, Procedure> = {};
  for (const { id, version, parameters: texts } of files.toReversed()) {
    for (const [key, { value, unit, status, article, quote }] of Object.entries(texts)) {
      parameters[key] = { value, unit, status, source: { packId: id, packVersion: version, article, quote } };
    }
  }
  const sharingTypes = files.find((file) => file.sharingTypes !== null)?.sharingTypes ?? [];
  const openTypes = files.find((file) => file.openTypes !== null)?.openTypes ?? [];
  const terms = Object.assign({}, ...files.toReversed().map((file) => file.terms)) as Record<string, Bilingual>;
  const seenFrom = (file: PackFile): Lineage => ({
    parameters,
    lists: { sharingTypes, openTypes },
    terms,
    fault: (path, reason) => void faults.push({ file: file.file, path, reason }),
    cite: (citation, path) => cite(files.slice(files.indexOf(file)), parameters, citation, (reason) => void faults.push({ file: file.file, path, reason })),
  });
  for (const file of files) {
    for (const [name, text] of Object.entries(file.procedures)) {
      if (Object.hasOwn(procedures, name)) continue;
      const path = `procedures.${name}`;
      const procedure = resolveProcedure(text, path, seenFrom(file));
      checkProcedure(procedure, path, seenFrom(file));
      procedures[name] = procedure;
    }
  }
  return {
    id: own.id,
    version: own.version,
    title: own.title,
    jurisdiction: own.jurisdiction,
    status: own.status,
    inForceFrom: own.inForceFrom,
    inForceTo: own.inForceTo,
    lineage: files.map(({ id, version }) => ({ id, version })),
    sharingTypes,
    openTypes,
    parameters,
    nodes: files.flatMap((file) => file.nodes.map(({ article, ...rule }, index) => ({ ...rule, source: seenFrom(file).cite(article, `nodes[${index}].article`) }))),
    procedures,
  };
}

function cite(files: readonly PackFile[], parameters: Lineage['parameters'], citation: string, fault: (reason: string) => void): LegalSource {
  const byParameter = Object.hasOwn(parameters, citation) ? parameters[citation] : undefined;
  if (byParameter !== undefined) return byParameter.source;
  const holder = files.find((file) => Object.hasOwn(file.articles, citation));
  if (holder === undefined && citation !== '') fault(citation.includes('.') ? `unknown parameter ${citation}` : `article ${citation} has no quote under "articles" of the pack or its parents`);
  return { packId: holder?.id ?? '', packVersion: holder?.version ?? '', article: citation, quote: holder?.articles[citation] ?? '' };
}
