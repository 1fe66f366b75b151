import type { EffectivePack } from '../packs/effective-pack.js';
import type { Bilingual } from '../vocabulary.js';
import { own } from './condition.js';
import type { ActorRule, Standing } from './procedure.js';

/** A step for work lists and displays. `actor` is the first of `actors`; null where nobody may act any more. */
export interface StepView {
  readonly step: string;
  readonly label: Bilingual;
  readonly actor: ActorRule | null;
  readonly actors: readonly ActorRule[];
  readonly acts: readonly string[];
  /** Every part that may act here, be it with one act only, such as the consent to an extension. */
  readonly parties: readonly string[];
}

/** The step at which a procedure stands. Throws an Error when the pack does not know it: the pack of another version was given. */
export function stepOf(pack: EffectivePack, standing: Pick<Standing, 'procedure' | 'step'>): StepView {
  const procedure = own(pack.procedures, standing.procedure);
  const step = procedure && own(procedure.steps, standing.step);
  const place = step ?? (procedure && own(procedure.ends, standing.step));
  if (place === undefined) throw new Error(`pack ${pack.id}@${pack.version} has no step ${standing.procedure}/${standing.step}`);
  const { label, actors, acts } = place;
  return { step: standing.step, label, actor: actors[0] ?? null, actors, acts: Object.keys(acts), parties: [...new Set([...actors, ...Object.values(acts).flatMap((act) => act.actors)].map(({ party }) => party))] };
}
