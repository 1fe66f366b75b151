import { defineProblem } from '../problem.js';

export const sharingProblems = {
  refusedByLaw: defineProblem('sharing/refused-by-law', 422, '不符合法规要求', 'Refused by law'),
  actNotAllowed: defineProblem('sharing/act-not-allowed', 409, '当前步骤不允许此操作', 'The current step does not allow this act'),
  notYourTurn: defineProblem('sharing/not-your-turn', 403, '此步骤不由您办理', 'This step is not yours to act on'),
  unknownEntry: defineProblem('sharing/unknown-entry', 404, '目录中没有可申请的该条目', 'The catalogue has no such published entry'),
  ownData: defineProblem('sharing/own-data', 422, '无需申请本部门的数据', 'An organisation does not request its own data'),
  unknownColumns: defineProblem('sharing/unknown-columns', 422, '所申请的数据项不在目录中', 'Columns that the entry does not have'),
  notShareable: defineProblem('sharing/not-shareable', 422, '不予共享', 'The entry is not shared'),
  authorityNotNamed: defineProblem('sharing/authority-not-named', 409, '本级尚未明确政务数据主管部门,不能受理共享申请', 'This node has no named data authority and cannot accept sharing requests'),
  administratorNotNamed: defineProblem('sharing/administrator-not-named', 409, '本部门尚未指定数据管理员', 'The department has not named a data administrator'),
  noSource: defineProblem('sharing/no-source', 409, '数据尚未归集', 'The data is not aggregated yet'),
  grantSuspended: defineProblem('sharing/grant-suspended', 403, '使用授权已暂停', 'The grant is suspended'),
  grantEnded: defineProblem('sharing/grant-ended', 403, '使用授权已终止或过期', 'The grant has ended'),
  outsideGrant: defineProblem('sharing/outside-grant', 403, '超出使用授权范围', 'The call is outside the grant'),
  scenarioMismatch: defineProblem('sharing/scenario-mismatch', 403, '应用场景与授权不符', 'The call’s scenario is not the granted one'),
  quotaExhausted: defineProblem('sharing/quota-exhausted', 429, '调用额度已用完', 'The grant’s quota is exhausted'),
} as const;
