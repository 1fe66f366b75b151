import type { LegalSource, Procedure } from '../procedure/procedure.js';
import { LONGEST_PERIOD, type Bilingual } from '../vocabulary.js';
import { valueFault } from './admitted-values.js';
import { checkProcedure } from './check-procedure.js';
import type { EffectivePack, EffectiveParameter } from './effective-pack.js';
import type { Lineage } from './lineage.js';
import { NODE_PARAMETERS, nodeFault, stricterOf } from './node-topology.js';
import type { PackFault } from './pack-error.js';
import type { PackFile } from './pack-file.js';
import { resolveProcedure } from './resolve-procedure.js';

/** Joins a pack with its parents (`files`: the pack first). A child's value wins; on nodes the stricter wins, and rules add up. Faults name the file that says the wrong thing. */
export function resolvePack(files: readonly [PackFile, ...PackFile[]], faults: PackFault[]): EffectivePack {
  const [own] = files;
  const parameters: Record<string, EffectiveParameter> = {};
  const procedures: Record<string, Procedure> = {};
  const labels = inherited(files, (file) => file.labels);
  const sums: { readonly file: PackFile; readonly key: string; readonly keys: readonly string[] }[] = [];
  for (const file of files.toReversed()) {
    const { id, version } = file;
    for (const [key, { value, sumOf, unit, status, reading, article, quote }] of Object.entries(file.parameters)) {
      if (!Object.hasOwn(labels, key)) faults.push({ file: file.file, path: `parameters.${key}`, reason: 'has no wording under "labels" of the pack or its parents' });
      const fault = value === null ? null : valueFault(key, value);
      if (fault !== null) faults.push({ file: file.file, path: `parameters.${key}.value`, reason: fault });
      const said = { label: labels[key] ?? { zh: key, en: key }, value: value ?? 0, unit, status, reading, source: { packId: id, packVersion: version, article, quote } };
      parameters[key] = Object.hasOwn(NODE_PARAMETERS, key) ? stricterOf(parameters[key], said) : said;
      if (sumOf.length > 0) sums.push({ file, key, keys: sumOf });
    }
  }
  stateParent(files, parameters, faults);
  for (const sum of sums) if (parameters[sum.key]?.source.packId === sum.file.id) addUp(sum, parameters, faults);
  const sharingTypes = files.find((file) => file.sharingTypes !== null)?.sharingTypes ?? [];
  const openTypes = files.find((file) => file.openTypes !== null)?.openTypes ?? [];
  const terms = inherited(files, (file) => file.terms);
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
  const nodes = files.flatMap((file) => file.nodes.map(({ article, ...rule }, index) => ({ ...rule, source: seenFrom(file).cite(article, `nodes[${String(index)}].article`) })));
  for (const [key, level] of Object.entries(NODE_PARAMETERS)) {
    const said = parameters[key];
    const fault = said === undefined ? null : nodeFault(level, said.value, nodes);
    // Said of the child also where the value is its parent's: then its rules are the stricter, and no parameter of its own says so.
    if (fault !== null) faults.push({ file: own.file, path: `parameters.${key}`, reason: fault });
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
    terms,
    parameters,
    nodes,
    procedures,
    cases: own.cases,
  };
}

function inherited(files: readonly PackFile[], part: (file: PackFile) => Readonly<Record<string, Bilingual>>): Record<string, Bilingual> {
  return Object.assign({}, ...files.toReversed().map(part)) as Record<string, Bilingual>;
}

/** `profile.parent` names the pack that a pack really inherits from, whether its file repeats that or not. */
function stateParent([own, above]: readonly PackFile[], parameters: Record<string, EffectiveParameter>, faults: PackFault[]): void {
  const stated = parameters['profile.parent'];
  if (stated === undefined || own === undefined || above === undefined || stated.value === above.id) return;
  if (Object.hasOwn(own.parameters, 'profile.parent')) faults.push({ file: own.file, path: 'parameters.profile.parent.value', reason: `must be one of: ${above.id}` });
  parameters['profile.parent'] = { ...stated, value: above.id };
}

/** The sum follows what it adds up, so that a child which changes one period changes the total. */
function addUp({ file, key, keys }: { file: PackFile; key: string; keys: readonly string[] }, parameters: Record<string, EffectiveParameter>, faults: PackFault[]): void {
  let total = 0;
  for (const part of keys) {
    const found = Object.hasOwn(parameters, part) ? parameters[part] : undefined;
    if (found === undefined || typeof found.value !== 'number' || found.unit !== 'workingDays') {
      faults.push({ file: file.file, path: `parameters.${key}.sumOf`, reason: found === undefined ? `unknown parameter ${part}` : `parameter ${part} is not in working days` });
    } else total += found.value;
  }
  if (total > LONGEST_PERIOD) faults.push({ file: file.file, path: `parameters.${key}.sumOf`, reason: `must be at most ${String(LONGEST_PERIOD)} working days` });
  const derived = parameters[key];
  if (derived !== undefined) parameters[key] = { ...derived, value: total };
}

function cite(files: readonly PackFile[], parameters: Lineage['parameters'], citation: string, fault: (reason: string) => void): LegalSource {
  const byParameter = Object.hasOwn(parameters, citation) ? parameters[citation] : undefined;
  if (byParameter !== undefined) return byParameter.source;
  const holder = files.find((file) => Object.hasOwn(file.articles, citation));
  if (holder === undefined && citation !== '') fault(citation.includes('.') ? `unknown parameter ${citation}` : `article ${citation} has no quote under "articles" of the pack or its parents`);
  return { packId: holder?.id ?? '', packVersion: holder?.version ?? '', article: citation, quote: holder?.articles[citation] ?? '' };
}
