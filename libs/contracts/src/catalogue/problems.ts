import { defineProblem } from '../problem.js';

export const catalogueProblems = {
  refusedByLaw: defineProblem('catalogue/refused-by-law', 422, '不符合法规要求', 'Refused by law'),
  negativeListOnly: defineProblem('catalogue/negative-list-only', 409, '列入不予共享须经负面清单程序', 'Classed as not shared by the negative list only'),
  actNotAllowed: defineProblem('catalogue/act-not-allowed', 409, '当前步骤不允许此操作', 'The current step does not allow this act'),
  changeUnderWay: defineProblem('catalogue/change-under-way', 409, '该条目尚有未完成的版本,或者已撤销', 'A version of the entry is under way, or it has been withdrawn'),
  notYourTurn: defineProblem('catalogue/not-your-turn', 403, '此步骤不由您办理', 'This step is not yours to act on'),
  noSource: defineProblem('catalogue/no-source', 422, '条目尚无可用的数据来源', 'No usable source of data stands behind the entry'),
  stateSecret: defineProblem('catalogue/state-secret', 422, '涉及国家秘密的数据不得进入平台', 'Data involving state secrets stays outside the platform'),
} as const;
