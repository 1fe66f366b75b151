import type { LegalAct, LegalActor, LegalProcedure, ProcedureStep } from '@gongshu/contracts';
import { BASIS_LEVELS, diagramOf, listParameter, parameter, PARTIES, ROLES, wordingOf, type ActorRule, type ActRule, type EffectivePack, type EndRule, type Procedure, type StepRule } from '@gongshu/regulation';
import { onceInEachLanguage, type Language } from '../pack/once-in-each-language.js';

/** A pack and the language to tell it in. */
interface Telling {
  readonly pack: EffectivePack;
  readonly language: Language;
}

/** All procedures of a pack, by name. */
export const proceduresOf = onceInEachLanguage(
  (pack: EffectivePack, language): ReadonlyMap<string, LegalProcedure> =>
    new Map(Object.entries(pack.procedures).map(([name, procedure]) => [name, procedureView({ pack, language }, name, procedure)])),
);

function procedureView(telling: Telling, name: string, procedure: Procedure): LegalProcedure {
  const { pack, language } = telling;
  const { label, source, begin, steps, ends } = procedure;
  return {
    pack: { id: pack.id, version: pack.version },
    name,
    label: label[language],
    article: source.article,
    quote: source.quote,
    enabled: isOn(pack, procedure.enabledBy),
    begin: actView(telling, begin.act, begin),
    steps: [...Object.entries(steps).map(([step, rule]) => stepView(telling, step, rule)), ...Object.entries(ends).map(([end, rule]) => endView(telling, end, rule))],
    diagram: diagramOf(procedure, language),
  };
}

function isOn(pack: EffectivePack, enabledBy: string | null): boolean {
  return enabledBy === null || parameter(pack, enabledBy).value === true;
}

function stepView(telling: Telling, name: string, { label, actors, period, startsOn, onLapse, acts }: StepRule): ProcedureStep {
  const { pack, language } = telling;
  const lapse = parameter(pack, onLapse);
  return {
    name,
    label: label[language],
    ended: false,
    actors: actorsView(telling, actors),
    period: period === null ? null : { parameter: period, workingDays: wholeOrNull(pack, period), article: parameter(pack, period).source.article },
    startsOn: period === null ? null : startsOn,
    onLapse: period === null ? null : { parameter: onLapse, value: lapse.value, article: lapse.source.article },
    acts: actsView(telling, acts),
  };
}

function endView(telling: Telling, name: string, { label, actors, acts }: EndRule): ProcedureStep {
  return { name, label: label[telling.language], ended: true, actors: actorsView(telling, actors), period: null, startsOn: null, onLapse: null, acts: actsView(telling, acts) };
}

function actsView(telling: Telling, acts: Readonly<Record<string, ActRule>>): LegalAct[] {
  return Object.entries(acts).map(([act, rule]) => actView(telling, act, rule));
}

function actView(telling: Telling, act: string, rule: ActRule): LegalAct {
  const { pack, language } = telling;
  const { extension, basis } = rule;
  return {
    act,
    label: rule.label[language],
    article: rule.source.article,
    quote: rule.source.quote,
    actors: actorsView(telling, rule.actors),
    requires: rule.requires.map(({ field, term, source, oneOf, optional, when }) => ({ field, label: term[language], article: source.article, oneOf, optional, when })),
    forbids: rule.forbids.filter(({ enabledBy }) => isOn(pack, enabledBy)).map(({ code, message, source, field, when }) => ({ code, label: message[language], article: source.article, field, when })),
    basisLevels: basis === null ? null : listParameter(pack, basis.levels).map((level) => ({ level, label: wordingOf(BASIS_LEVELS, level)[language] })),
    basisWhen: basis?.when ?? null,
    extension: extension === null ? null : { workingDays: wholeOf(pack, extension.days), count: wholeOf(pack, extension.count) },
    appliesForExtension: rule.appliesForExtension,
    to: rule.to.map(({ step, when }) => ({ step, when })),
  };
}

function actorsView({ language }: Telling, rules: readonly ActorRule[]): LegalActor[] {
  return rules.map(({ role, party }) => {
    const [who, where] = [wordingOf(ROLES, role)[language], wordingOf(PARTIES, party)[language]];
    return { role, party, label: language === 'zh' ? `${where}的${who}` : `${who} of ${where}` };
  });
}

/** The pack's reader has made sure that it is a whole number. */
function wholeOf(pack: EffectivePack, key: string): number {
  return Number(parameter(pack, key).value);
}

/** A procedure that is not enabled may count by a parameter that says why. */
function wholeOrNull(pack: EffectivePack, key: string): number | null {
  const days = wholeOf(pack, key);
  return Number.isInteger(days) ? days : null;
}
