import { Problem, problems, type Permission } from '@gongshu/contracts';
import type { Caller, TokenVerifier } from './token-verifier.js';

/**
 * Who asks. Requests for services carry no token of their own: the bus server has already refused everybody but the named users.
 *
 * @throws Problem 401 without a valid token where one is asked for
 */
export async function authenticate(permission: Permission, token: string | null, verifier: TokenVerifier): Promise<Caller | null> {
  if (permission.kind !== 'roles') return null;
  if (token === null) throw new Problem(problems.unauthenticated);
  return verifier.verify(token);
}

/**
 * A contractor may do what its scope names and nothing else, whatever its roles are (hebei 37).
 *
 * @param act a request as `service.name`, or `data.rows`, `data.file`, `data.upload`
 * @throws Problem 403 beyond the scope
 */
export function actMustBeInScope({ scope }: Pick<Caller, 'scope'>, act: string): void {
  if (scope === null || scope.includes(act)) return;
  throw new Problem(problems.forbidden, { detail: { zh: `受委托方的授权范围不包括 ${act}`, en: `The contractor’s scope does not name ${act}` } });
}

/**
 * Whether they may.
 *
 * @param request as `service.name`
 * @throws Problem 403 without the role, from another node, or beyond a contractor's scope
 */
export function authorise(permission: Permission, caller: Caller | null, node: string, request: string): void {
  if (permission.kind !== 'roles') return;
  if (caller === null) throw new Problem(problems.unauthenticated);
  if (!permission.neighbours && caller.node !== node) {
    throw new Problem(problems.forbidden, { detail: { zh: '请通过本机构所属节点办理', en: 'Act through the node your organisation belongs to' } });
  }
  if (!permission.roles.some((role) => caller.roles.includes(role))) throw new Problem(problems.forbidden);
  actMustBeInScope(caller, request);
}
