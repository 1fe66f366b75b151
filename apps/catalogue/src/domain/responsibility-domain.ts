import type { Label } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { optionalList, optionalParameter } from '@gongshu/service-kit';
import { wordOf } from '../base-class/catalogue-class.js';

/** A field of work whose data one department provides. */
export interface Domain {
  readonly code: string;
  readonly label: Label;
  /** Null for a domain the regulation does not list. */
  readonly duty: string | null;
  readonly dutyLabel: Label | null;
  /** The parameter whose provision makes the department responsible. */
  readonly key: string;
}

export type CreatedDomain = Pick<Domain, 'code' | 'label'>;

/** Every parameter with this prefix lists the domains of one duty. */
const OF_DUTY = 'domain.of.';
export const UNLISTED = 'domain.unlisted';

/** All domains of a node: the regulation's first, in its order. */
export function domainsOf(pack: EffectivePack, created: readonly CreatedDomain[]): Domain[] {
  const listed = Object.keys(pack.parameters).filter((key) => key.startsWith(OF_DUTY)).flatMap((key) => {
    const duty = key.slice(OF_DUTY.length);
    return optionalList(pack, key).map((code): Domain => ({ code, label: wordOf(pack, `domain.${code}`, code), duty, dutyLabel: wordOf(pack, `duty.${duty}`, duty), key }));
  });
  return [...listed, ...created.map((one): Domain => ({ ...one, duty: null, dutyLabel: null, key: UNLISTED }))];
}

/** Whether the regulation lets domains be assigned that it does not list. */
export function mayAddDomains(pack: EffectivePack): boolean {
  return optionalParameter(pack, UNLISTED)?.value === 'ASSIGNABLE';
}
