import { sharingProblems, Problem, problems, type Party } from '@gongshu/contracts';
import { citation, isSameOrganisation, readsBusiness, type RequestContext } from '@gongshu/service-kit';
import { parameter, type EffectivePack, type LegalSource } from '@gongshu/regulation';

/**
 * The provision by which the caller may stop sharing of the provider's entry, and lift the stop: the data authority of the node and the provider, as far as the pack gives it to them.
 *
 * @throws Problem 404 for whoever has no part in the entry, 403 for a party the pack does not give it to
 */
export function stoppingSource(pack: EffectivePack, { organisation, roles, node }: RequestContext, provider: Party): LegalSource {
  const { value, source } = parameter(pack, Object.hasOwn(pack.parameters, 'suspension.onDanger.by') ? 'suspension.onDanger.by' : 'suspension.by');
  const bodies = typeof value === 'object' ? value : [String(value)];
  if (organisation === null || !readsBusiness(roles)) throw new Problem(problems.notFound);
  const isAuthority = roles.includes('DATA_AUTHORITY') && organisation.division === node.code;
  const isProvider = isSameOrganisation(organisation, provider);
  if (!isAuthority && !isProvider) throw new Problem(problems.notFound);
  if (!(isAuthority && bodies.includes('DATA_AUTHORITY')) && !(isProvider && bodies.includes('PROVIDER'))) throw new Problem(sharingProblems.notYourTurn, { article: citation(source) });
  return source;
}
