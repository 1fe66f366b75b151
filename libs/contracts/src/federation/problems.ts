import { defineProblem } from '../problem.js';

export const federationProblems = {
  kindNotAllowed: defineProblem('federation/kind-not-allowed', 422, '法规不允许该级别以此方式建设平台', 'The law does not allow this kind of node at this level'),
  planRequired: defineProblem('federation/plan-required', 409, '须先经上级审核建设方案', 'A reviewed construction plan is required first'),
  outsideTerritory: defineProblem('federation/outside-territory', 422, '不在本节点辖区内', 'Outside this node’s territory'),
} as const;
