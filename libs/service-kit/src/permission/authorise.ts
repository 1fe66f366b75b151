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
 * Whether they may.
 *
 * @throws Problem 403 without the role or from another node
 */
export function authorise(permission: Permission, caller: Caller | null, node: string): void {
  if (permission.kind !== 'roles') return;
  if (caller === null) throw new Problem(problems.unauthenticated);
  if (!permission.neighbours && caller.node !== node) {
    throw new Problem(problems.forbidden, { detail: { zh: '请通过本机构所属节点办理', en: 'Act through the node your organisation belongs to' } });
  }
  if (!permission.roles.some((role) => caller.roles.includes(role))) throw new Problem(problems.forbidden);
}
