import type { ActorRule, ActRule, Bilingual, EffectivePack, EffectiveParameter, NodeRule, ParameterStatus, ParameterValue, Procedure, Unit } from '@gongshu/regulation';

/** `new`: no parent has the key; `restated`: the pack says again what its parent says, by its own article. */
export type Change = 'new' | 'changed' | 'restated' | 'inherited';

export interface ParameterView {
  readonly key: string;
  readonly label: Bilingual;
  readonly change: Change;
  readonly value: ParameterValue;
  /** Null where no parent has the key. */
  readonly parentValue: ParameterValue | null;
  readonly unit: Unit;
  readonly article: string;
  readonly reading: string | null;
  /** `id@version` of the pack that sets the value. */
  readonly origin: string;
  readonly status: ParameterStatus;
}

export interface NodeView extends Pick<NodeRule, 'level' | 'kind' | 'allowed' | 'requires'> {
  readonly article: string;
  readonly own: boolean;
}

export interface ActView {
  readonly act: string;
  readonly label: Bilingual;
  readonly article: string;
  /** Steps or ends it may lead to; its own step where it concerns an extension. */
  readonly to: readonly string[];
}

/** A step, or an end; an end that may be opened again has acts. */
export interface StepView {
  readonly step: string;
  readonly label: Bilingual;
  readonly article: string | null;
  readonly ended: boolean;
  readonly actors: readonly ActorRule[];
  readonly period: { readonly parameter: string; readonly value: ParameterValue; readonly unit: Unit; readonly article: string } | null;
  readonly acts: readonly ActView[];
}

export interface ProcedureView {
  readonly procedure: string;
  readonly label: Bilingual;
  readonly own: boolean;
  /** False where the parameter that switches the procedure is off. */
  readonly enabled: boolean;
  readonly begin: ActView & { readonly actors: readonly ActorRule[] };
  readonly steps: readonly StepView[];
}

/** What a lawyer compares: the effective pack beside its parent. */
export interface PackView {
  readonly pack: (Pick<EffectivePack, 'id' | 'version' | 'title' | 'jurisdiction' | 'status' | 'inForceFrom' | 'inForceTo' | 'sharingTypes' | 'openTypes'> & { readonly parent: string | null }) | null;
  readonly parameters: readonly ParameterView[];
  readonly nodes: readonly NodeView[];
  readonly procedures: readonly ProcedureView[];
}

/** The view of a pack that could not be read. */
export const NOTHING: PackView = { pack: null, parameters: [], nodes: [], procedures: [] };

/** `parent` is the pack above, `ownProcedures` those that the pack's own file describes. */
export function viewPack(pack: EffectivePack, parent: EffectivePack | null, ownProcedures: readonly string[]): PackView {
  const { id, version, title, jurisdiction, status, inForceFrom, inForceTo, sharingTypes, openTypes } = pack;
  const ownNodes = pack.nodes.length - (parent?.nodes.length ?? 0);
  return {
    pack: { id, version, title, jurisdiction, status, inForceFrom, inForceTo, sharingTypes, openTypes, parent: parent === null ? null : `${parent.id}@${parent.version}` },
    parameters: Object.entries(pack.parameters).map(([key, found]) => viewParameter(pack, key, found, parent !== null && Object.hasOwn(parent.parameters, key) ? parent.parameters[key] : undefined)),
    nodes: pack.nodes.map(({ level, kind, allowed, requires, source }, index) => ({ level, kind, allowed, requires, article: source.article, own: index < ownNodes })),
    procedures: Object.entries(pack.procedures).map(([name, procedure]) => viewProcedure(pack, name, procedure, ownProcedures.includes(name))),
  };
}

function viewParameter(pack: EffectivePack, key: string, found: EffectiveParameter, inherited: EffectiveParameter | undefined): ParameterView {
  const { label, value, unit, reading, status, source } = found;
  return {
    key,
    label,
    change: changeOf(pack, found, inherited),
    value,
    parentValue: inherited?.value ?? null,
    unit,
    article: source.article,
    reading,
    origin: `${source.packId}@${source.packVersion}`,
    status,
  };
}

function changeOf(pack: EffectivePack, { value, unit, source }: EffectiveParameter, inherited: EffectiveParameter | undefined): Change {
  if (inherited === undefined) return 'new';
  if (JSON.stringify([value, unit]) !== JSON.stringify([inherited.value, inherited.unit])) return 'changed';
  return source.packId === pack.id && source.packVersion === pack.version ? 'restated' : 'inherited';
}

function viewProcedure(pack: EffectivePack, name: string, procedure: Procedure, own: boolean): ProcedureView {
  const { label, begin, steps, ends, enabledBy } = procedure;
  return {
    procedure: name,
    label,
    own,
    enabled: enabledBy === null || pack.parameters[enabledBy]?.value === true,
    begin: { ...viewAct(begin.act, begin, ''), actors: begin.actors },
    steps: [
      ...Object.entries(steps).map(([step, rule]) => ({
        step,
        label: rule.label,
        article: rule.source.article,
        ended: false,
        actors: rule.actors,
        period: periodOf(pack, rule.period),
        acts: viewActs(step, rule.acts),
      })),
      ...Object.entries(ends).map(([step, { label: word, source, actors, acts }]) => ({
        step,
        label: word,
        article: source?.article ?? null,
        ended: true,
        actors,
        period: null,
        acts: viewActs(step, acts),
      })),
    ],
  };
}

function periodOf(pack: EffectivePack, parameter: string | null): StepView['period'] {
  const found = parameter === null ? undefined : pack.parameters[parameter];
  return parameter === null || found === undefined ? null : { parameter, value: found.value, unit: found.unit, article: found.source.article };
}

function viewActs(step: string, acts: Readonly<Record<string, ActRule>>): ActView[] {
  return Object.entries(acts).map(([act, rule]) => viewAct(act, rule, step));
}

function viewAct(act: string, { label, source, to }: ActRule, step: string): ActView {
  return { act, label, article: source.article, to: to.length === 0 ? [step] : [...new Set(to.map((choice) => choice.step))] };
}
