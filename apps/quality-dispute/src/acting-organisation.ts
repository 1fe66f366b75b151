import { Problem, problems, type Party } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';

/** The organisation the caller acts for; every request of this service needs one. */
export function actingOrganisation(ctx: RequestContext): Party {
  if (ctx.organisation === null) throw new Problem(problems.unauthenticated);
  return ctx.organisation;
}
