import type { EffectivePack } from '../packs/effective-pack.js';
import { listParameter, parameter } from '../packs/parameter.js';
import { BASIS_LEVELS, PARTIES, ROLES, wordingOf, type Bilingual } from '../vocabulary.js';
import { holds, isBlank, own } from './condition.js';
import type { ActInput, Actor, ActorRule, ActRule, BasisRule, Refused, Requirement } from './procedure.js';
import { refuse } from './refuse.js';

/** Whether one of the rules entitles the actor. */
export function isEntitled(rules: readonly ActorRule[], actor: Actor): boolean {
  return rules.some(({ role, party }) => (role === 'ANY' || actor.roles.includes(role)) && actor.parties.includes(party));
}

/** What speaks against the act; null when nothing does. Order: actor, prohibitions, required fields, legal basis. */
export function objectionTo(pack: EffectivePack, rule: ActRule, input: ActInput, allowed: readonly string[]): Refused | null {
  if (!isEntitled(rule.actors, input.actor)) {
    return refuse({ code: 'not-the-actor', source: rule.source, message: notTheActor(rule), allowed });
  }
  return prohibitionOf(pack, rule, input, allowed) ?? missingField(rule, input, allowed) ?? inadmissibleBasis(pack, rule.basis, input, allowed);
}

function notTheActor(rule: ActRule): Bilingual {
  const entitled = rule.actors.map(({ role, party }) => ({ role: wordingOf(ROLES, role), party: wordingOf(PARTIES, party) }));
  return {
    zh: `“${rule.label.zh}”只能由${entitled.map(({ role, party }) => `${party.zh}的${role.zh}`).join('或者')}作出`,
    en: `"${rule.label.en}" is reserved for ${entitled.map(({ role, party }) => `${role.en} of ${party.en}`).join(' or ')}`,
  };
}

function prohibitionOf(pack: EffectivePack, rule: ActRule, { facts, content }: ActInput, allowed: readonly string[]): Refused | null {
  const hit = rule.forbids.find(({ when, enabledBy }) => (enabledBy === null || parameter(pack, enabledBy).value === true) && holds(when, facts, content));
  return hit === undefined ? null : refuse({ code: hit.code, source: hit.source, field: hit.field, message: hit.message, allowed });
}

function missingField(rule: ActRule, { facts, content }: ActInput, allowed: readonly string[]): Refused | null {
  for (const requirement of rule.requires) {
    if (!holds(requirement.when, facts, content)) continue;
    const fault = faultOf(requirement, own(content, requirement.field));
    if (fault !== null) return refuse({ ...fault, source: requirement.source, field: requirement.field, allowed });
  }
  return null;
}

function faultOf({ term, message, oneOf, optional }: Requirement, value: unknown): { code: string; message: Bilingual } | null {
  if (isBlank(value)) {
    return optional ? null : { code: 'field-required', message: message ?? { zh: `应当明确${term.zh}`, en: `The ${term.en} must be stated` } };
  }
  if (oneOf === null || (typeof value === 'string' && oneOf.includes(value))) return null;
  return { code: 'value-not-admissible', message: { zh: `${term.zh}只能是:${oneOf.join('、')}`, en: `The ${term.en} must be one of: ${oneOf.join(', ')}` } };
}

function inadmissibleBasis(pack: EffectivePack, basis: BasisRule | null, { facts, content }: ActInput, allowed: readonly string[]): Refused | null {
  if (basis === null || !holds(basis.when, facts, content)) return null;
  const { source } = parameter(pack, basis.levels);
  const stated = own(content, 'legalBasis');
  const fields: Readonly<Record<string, unknown>> = typeof stated === 'object' && stated !== null ? { ...stated } : {};
  const missing = ['level', 'title', 'article'].find((name) => isBlank(own(fields, name)) || typeof own(fields, name) !== 'string');
  if (missing !== undefined) {
    const field = isBlank(stated) ? 'legalBasis' : `legalBasis/${missing}`;
    const message = { zh: '应当写明法律依据的层级、名称和条款', en: 'The legal basis must be stated with its level, title and article' };
    return refuse({ code: 'field-required', source, field, message, allowed });
  }
  const levels = listParameter(pack, basis.levels);
  if (levels.includes(String(fields['level']))) return null;
  const admitted = levels.map((level) => wordingOf(BASIS_LEVELS, level));
  const message = { zh: `依据只能是:${admitted.map(({ zh }) => zh).join('、')}`, en: `Only these grounds are admissible: ${admitted.map(({ en }) => en).join(', ')}` };
  return refuse({ code: 'basis-not-admissible', source, field: 'legalBasis/level', message, allowed });
}
