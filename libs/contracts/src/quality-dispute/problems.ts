import { defineProblem } from '../problem.js';

export const qualityDisputeProblems = {
  refusedByLaw: defineProblem('quality-dispute/refused-by-law', 422, '不符合法规要求', 'Refused by law'),
  actNotAllowed: defineProblem('quality-dispute/act-not-allowed', 409, '当前步骤不允许此操作', 'The current step does not allow this act'),
  notYourTurn: defineProblem('quality-dispute/not-your-turn', 403, '此步骤不由您办理', 'This step is not yours to act on'),
  neverObtained: defineProblem('quality-dispute/never-obtained', 403, '未获得过该数据的使用授权', 'Your organisation holds no grant on this data'),
  unknownVersion: defineProblem('quality-dispute/unknown-version', 409, '没有该修复版本', 'No such repaired version is known'),
} as const;
