import type { MissingDuty } from '@gongshu/contracts';
import { optionalList, optionalParameter } from '@gongshu/service-kit';
import type { EffectivePack } from '@gongshu/regulation';

/** What an organisation has. */
export interface Staffing {
  readonly duties: readonly string[];
  readonly dedicatedUnit: boolean;
}

const PARAMETERS = {
  SECURITY_LEAD: 'party.securityLeadRequired',
  DATA_ADMINISTRATOR: 'party.dataAdministratorRequired',
  CATALOGUE_REVIEWER: 'party.reviewerRequired',
  DEDICATED_UNIT: 'party.dedicatedUnitRequired',
  DATA_POST: 'party.dataPostRequired',
  DATA_AUTHORITY: 'authority.mustBeNamed',
} as const;
type Demand = keyof typeof PARAMETERS;
const OF_ORGANISATIONS = ['SECURITY_LEAD', 'DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'DEDICATED_UNIT', 'DATA_POST'] as const satisfies readonly Demand[];

/** Who keeps a body's data: a post for data management is held by one of them. */
const DATA_POSTS = ['DATA_ADMINISTRATOR', 'CATALOGUE_COMPILER', 'CATALOGUE_REVIEWER'];

/** A demand as it is reported missing, with the provision that makes it; undefined where the pack does not. */
function missing(pack: EffectivePack, what: Demand): MissingDuty | undefined {
  const parameter = optionalParameter(pack, PARAMETERS[what]);
  if (parameter === undefined || parameter.value === false) return undefined;
  const { label, source } = parameter;
  return { what, label, pack: source.packId, packVersion: source.packVersion, article: source.article, quote: source.quote };
}

/** What this pack demands of every sharing party. */
export function demandsOn(pack: EffectivePack): readonly MissingDuty[] {
  return OF_ORGANISATIONS.flatMap((what) => missing(pack, what) ?? []);
}

/** Those of the demands that an organisation does not meet. */
export function unmet(demands: readonly MissingDuty[], { duties, dedicatedUnit }: Staffing): MissingDuty[] {
  return demands.filter(({ what }) => {
    if (what === 'DEDICATED_UNIT') return !dedicatedUnit;
    return !(what === 'DATA_POST' ? DATA_POSTS : [what]).some((duty) => duties.includes(duty));
  });
}

/** Levels whose places must have a named data authority, and the demand. */
export function authorityDemand(pack: EffectivePack): { readonly levels: readonly string[]; readonly demand: MissingDuty | undefined } {
  return { levels: optionalList(pack, PARAMETERS.DATA_AUTHORITY), demand: missing(pack, 'DATA_AUTHORITY') };
}
