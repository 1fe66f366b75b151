import { Problem, problems } from '@gongshu/contracts';
import type { CallerOrganisation, RequestContext } from './request-context.js';

/**
 * The organisation the caller acts for.
 *
 * @throws Problem 401 for anonymous callers and the platform's own acts; where the contract asks for a role there are none
 */
export function actingOrganisation({ organisation }: Pick<RequestContext, 'organisation'>): CallerOrganisation {
  if (organisation === null) throw new Problem(problems.unauthenticated);
  return organisation;
}
