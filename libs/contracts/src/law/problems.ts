import { defineProblem } from '../problem.js';

export const lawProblems = {
  unknownPack: defineProblem('law/unknown-pack', 404, '没有该法规包或该版本', 'No such regulation pack, or not in that version'),
  notInForce: defineProblem('law/not-in-force', 422, '该法规在该日不适用', 'The regulation is not in force on that day'),
  unknownProcedure: defineProblem('law/unknown-procedure', 404, '该法规包没有此程序', 'The regulation pack has no such procedure'),
  unknownParameter: defineProblem('law/unknown-parameter', 422, '没有该参数', 'No such parameter'),
  notRegulated: defineProblem('law/not-regulated', 422, '该法规对此未作规定', 'The regulation does not provide for this'),
  notAPeriod: defineProblem('law/not-a-period', 422, '该参数不是期限', 'The parameter is not a period'),
} as const;
