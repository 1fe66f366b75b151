import type { ActRule, EndRule, Procedure, Requirement, StepRule } from '../procedure/procedure.js';
import type { ActText, EndText, ProcedureText, RequirementText, StepText } from './pack-file.js';
import { FIELDS } from '../vocabulary.js';
import type { Lineage } from './lineage.js';

/** Puts the sources in place of the articles, and the lists of parameters in place of their keys. */
export function resolveProcedure(text: ProcedureText, path: string, lineage: Lineage): Procedure {
  const steps: Record<string, StepRule> = {};
  const ends: Record<string, EndRule> = {};
  for (const [name, step] of Object.entries(text.steps)) steps[name] = resolveStep(step, `${path}.steps.${name}`, lineage);
  for (const [name, end] of Object.entries(text.ends)) ends[name] = resolveEnd(end, `${path}.ends.${name}`, lineage);
  return {
    label: text.label,
    source: lineage.cite(text.article, `${path}.article`),
    enabledBy: text.enabledBy,
    begin: { ...resolveAct(text.begin, [], `${path}.begin`, lineage), act: text.begin.act },
    steps,
    ends,
  };
}

const known: readonly string[] = FIELDS;

function resolveStep(step: StepText, path: string, lineage: Lineage): StepRule {
  const { label, actors, period, periodSetBy, startsOn, onLapse } = step;
  return { label, actors, period, periodSetBy, startsOn, onLapse, source: lineage.cite(step.article, `${path}.article`), acts: resolveActs(step, path, lineage) };
}

function resolveEnd(end: EndText, path: string, lineage: Lineage): EndRule {
  const { label, article, actors } = end;
  return { label, actors, source: article === null ? null : lineage.cite(article, `${path}.article`), acts: resolveActs(end, path, lineage) };
}

function resolveActs({ acts, actors }: Pick<StepText, 'acts' | 'actors'>, path: string, lineage: Lineage): Record<string, ActRule> {
  return Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, resolveAct(act, actors, `${path}.acts.${name}`, lineage)]));
}

function resolveAct(act: ActText, actorsOfStep: ActRule['actors'], path: string, lineage: Lineage): ActRule {
  return {
    label: act.label,
    source: lineage.cite(act.article, `${path}.article`),
    actors: act.actors ?? actorsOfStep,
    requires: act.requires.flatMap((text, index) => resolveRequirement(text, `${path}.requires[${index}]`, lineage)),
    forbids: act.forbids.map((text, index) => ({ ...text, source: lineage.cite(text.article, `${path}.forbids[${index}].article`) })),
    basis: act.basis,
    to: act.to,
    extension: act.extension,
    appliesForExtension: act.appliesForExtension,
  };
}

function resolveRequirement(text: RequirementText, path: string, lineage: Lineage): Requirement[] {
  const { message, when, optional } = text;
  const oneOf = text.oneOf === null ? null : listOf(text.oneOf, `${path}.oneOf`, lineage);
  const fields = text.fieldsOf === null ? [text.field ?? ''] : listOf(text.fieldsOf, `${path}.fieldsOf`, lineage);
  const source = lineage.cite(text.article ?? text.fieldsOf ?? '', path);
  return fields.map((field) => {
    const term = Object.hasOwn(lineage.terms, field) ? lineage.terms[field] : undefined;
    if (term === undefined) lineage.fault(path, `field ${field} has no wording under "terms"`);
    else if (!known.includes(field)) lineage.fault(path, `unknown field ${field}: no contract of the platform carries it`);
    return { field, term: term ?? { zh: field, en: field }, source, message, when, oneOf, optional };
  });
}

function listOf(key: string, path: string, lineage: Lineage): readonly string[] {
  const list = Object.hasOwn(lineage.lists, key) ? lineage.lists[key] : Object.hasOwn(lineage.parameters, key) ? lineage.parameters[key]?.value : undefined;
  if (typeof list === 'object') return list;
  lineage.fault(path, `unknown parameter, or not a list: ${key}`);
  return [];
}
