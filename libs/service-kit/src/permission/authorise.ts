import { Problem, problems, type Permission } from '@gongshu/contracts';
import type { Caller, TokenVerifier } from './token-verifier.js';

/**
 * Decides whether a caller may make a request. Requests for services carry no token of their own: the bus server has already refused everybody but the named users.
 *
 * @throws Problem 401 without a valid token, 403 without the role or from another node
 */
export async function authorise(permission: Permission, token: string | null, verifier: TokenVerifier, node: string): Promise<Caller | null> {
  if (permission.kind === 'services') return null;
  if (permission.kind === 'anyone') return null;
  if (token === null) throw new Problem(problems.unauthenticated);
  const caller = await verifier.verify(token);
  if (!permission.neighbours && caller.node !== node) {
    throw new Problem(problems.forbidden, { detail: { zh: '请通过本机构所属节点办理', en: 'Act through the node your organisation belongs to' } });
  }
  if (!permission.roles.some((role) => caller.roles.includes(role))) throw new Problem(problems.forbidden);
  return caller;
}
