import type { EffectivePack } from '../packs/effective-pack.js';
import { listParameter } from '../packs/parameter.js';
import type { ActInput, Actor, ActRule, Condition, Content, Facts, Procedure, Wanted } from '../procedure/procedure.js';
import { PARTIES, ROLES } from '../vocabulary.js';

type Values = Readonly<Record<string, readonly unknown[]>>;

/** Days that a service would state; everything else that a procedure decides on is collected from its own conditions. */
const DAYS: Facts = { changedOn: '2026-04-29', writtenReceivedOn: '2026-05-07', dueOfYear: '2027-02-28', cycleStartsOn: '2026-06-01' };

/** Somebody who is everything to everybody: what is refused to this actor is refused for another reason than the actor. */
export const EVERYBODY: Actor = { roles: Object.keys(ROLES), parties: Object.keys(PARTIES) };

/** Every role in every party, one at a time. */
export const EVERY_ACTOR: readonly Actor[] = Object.keys(ROLES).flatMap((role) => Object.keys(PARTIES).map((party) => ({ roles: [role], parties: [party] })));

/** Every act of a procedure after the first. */
export function actsOf({ steps, ends }: Procedure): string[] {
  return [...new Set([...Object.values(steps), ...Object.values(ends)].flatMap(({ acts }) => Object.keys(acts)))];
}

/** Every combination of the facts that some branch, demand or ban of the procedure looks at. `lapsed` is left to the interpreter. */
export function everyFacts(procedure: Procedure): Facts[] {
  const rules = [procedure.begin, ...[...Object.values(procedure.steps), ...Object.values(procedure.ends)].flatMap(({ acts }) => Object.values(acts))];
  const wanted = wantedBy(rules.flatMap(conditionsOf), (key) => (key.startsWith('content.') || key === 'lapsed' ? null : key));
  return combinations(wanted).map((facts) => ({ ...DAYS, ...(facts as Facts) }));
}

/** Contents of an act: complete ones with every value that a branch or a list of admissible values knows, with every legal basis, and an empty one. */
export function everyContent(pack: EffectivePack, rule: ActRule): readonly Content[] {
  let contents = contentsOf.get(rule);
  if (contents === undefined) contentsOf.set(rule, (contents = contentsFor(pack, rule)));
  return contents;
}

/** A rule belongs to one pack, and random sequences ask for its contents again and again. */
const contentsOf = new WeakMap<ActRule, readonly Content[]>();

function contentsFor(pack: EffectivePack, rule: ActRule): Content[] {
  const values: Record<string, readonly unknown[]> = { ...wantedBy(conditionsOf(rule), (key) => /^content\.(.+)$/.exec(key)?.[1] ?? null) };
  for (const { field, oneOf, optional, when } of rule.requires) {
    const known = when === null ? values[field]?.filter((value) => value !== undefined) : values[field];
    const usual = when === null || known === undefined ? [field === 'workingDays' ? 3 : 'x'] : [];
    values[field] = [...(oneOf ?? [...(known ?? []), ...usual]), ...(optional ? [undefined] : [])];
  }
  if (rule.basis !== null) values['legalBasis'] = [...listParameter(pack, rule.basis.levels), 'HABIT'].map((level) => ({ level, title: 'x', article: '1' }));
  return [...combinations(values), {}];
}

/** A content with which the act is accepted as long as nothing in the facts speaks against it. */
export function completeContent(pack: EffectivePack, rule: ActRule): Content {
  return everyContent(pack, rule)[0] ?? {};
}

/** What the rest of an act's input is, besides actor, facts and content. */
export type Given = Pick<ActInput, 'actor' | 'facts' | 'content'>;

function conditionsOf({ to, requires, forbids, basis }: ActRule): Condition[] {
  return [...to, ...requires, ...forbids, ...(basis === null ? [] : [basis])].flatMap(({ when }) => (when === null ? [] : [when]));
}

function wantedBy(conditions: readonly Condition[], nameOf: (key: string) => string | null): Values {
  const values: Record<string, unknown[]> = {};
  for (const [key, wanted] of conditions.flatMap((condition) => Object.entries(condition))) {
    const name = nameOf(key);
    if (name === null) continue;
    const known = (values[name] ??= [undefined]);
    for (const value of valuesOf(wanted)) if (!known.some((other) => JSON.stringify(other) === JSON.stringify(value))) known.push(value);
  }
  return values;
}

/** Values that meet what is wanted, or just fail to; nothing at all is tried anyway. */
function valuesOf(wanted: Wanted): readonly unknown[] {
  if (typeof wanted !== 'object') return [wanted];
  if ('not' in wanted) return [wanted.not];
  if ('in' in wanted) return wanted.in;
  if ('stated' in wanted) return ['x'];
  return [['includes' in wanted ? wanted.includes : wanted.lacks]];
}

function combinations(values: Values): Record<string, unknown>[] {
  return Object.entries(values).reduce<Record<string, unknown>[]>(
    (all, [key, options]) => all.flatMap((one) => options.map((value) => (value === undefined ? one : { ...one, [key]: value }))),
    [{}],
  );
}
