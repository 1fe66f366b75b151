import type { EffectiveParameter, NodeRule, ParameterValue } from './effective-pack.js';
import type { Level, NodeKind } from '../vocabulary.js';

/** Parameters that say what a level may run; the rules on nodes carry it out. */
export const NODE_PARAMETERS: Readonly<Record<string, Level>> = { 'node.city': 'CITY', 'node.county': 'COUNTY' };

/** How a level may take part: with a platform of its own, with one whose construction plan was reviewed, or as a tenant of the platform above. */
const WAYS = ['NODE', 'NODE_WITH_REVIEWED_PLAN', 'TENANT'] as const;
type Way = (typeof WAYS)[number];

/** The stricter of what parent and child say, whoever it is: a child may narrow what its parent lets a level run, and not widen it. */
export function stricterOf(parent: EffectiveParameter | undefined, child: EffectiveParameter): EffectiveParameter {
  if (parent === undefined) return child;
  const above = new Set(waysOf(parent.value));
  const within = waysOf(child.value).every((way) => above.has(way) || (way === 'NODE_WITH_REVIEWED_PLAN' && above.has('NODE')));
  return within ? child : parent;
}

/** What is wrong with the value of a parameter on nodes: a word that is none, or another thing than the rules on nodes say. */
export function nodeFault(level: Level, value: ParameterValue, rules: readonly NodeRule[]): string | null {
  const words = typeof value === 'object' ? value : [String(value)];
  const ways = waysOf(value);
  if (words.length === 0 || ways.length < words.length) return `must be one or more of: ${WAYS.join(', ')}`;
  const said = { NODE: ways.includes('NODE') ? 'free' : ways.includes('NODE_WITH_REVIEWED_PLAN') ? 'reviewed' : 'forbidden', TENANT: ways.includes('TENANT') ? 'free' : null };
  for (const kind of ['NODE', 'TENANT'] as const) {
    const ruled = ruledOf(rules, level, kind);
    if (said[kind] !== null && said[kind] !== ruled) return `the rules on nodes say otherwise: ${level} ${kind} is ${WORDS[ruled]}`;
  }
  return null;
}

const WORDS = { free: 'allowed', reviewed: 'allowed with a reviewed construction plan', forbidden: 'not allowed' } as const;

function ruledOf(rules: readonly NodeRule[], level: Level, kind: NodeKind): keyof typeof WORDS {
  const about = rules.filter((rule) => rule.level === level && rule.kind === kind);
  if (about.length === 0 || about.some(({ allowed }) => !allowed)) return 'forbidden';
  return about.some(({ requires }) => requires !== null) ? 'reviewed' : 'free';
}

function waysOf(value: ParameterValue): Way[] {
  const words: readonly unknown[] = typeof value === 'object' ? value : [value];
  return WAYS.filter((way) => words.includes(way));
}
