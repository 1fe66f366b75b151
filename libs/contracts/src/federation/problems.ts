import { defineProblem } from '../problem.js';

export const federationProblems = {
  kindNotAllowed: defineProblem('federation/kind-not-allowed', 422, '法规不允许该级别以此方式建设平台', 'The law does not allow this kind of node at this level'),
  planRequired: defineProblem('federation/plan-required', 409, '须先经上级审核建设方案', 'A reviewed construction plan is required first'),
  outsideTerritory: defineProblem('federation/outside-territory', 422, '不在本节点辖区内', 'Outside this node’s territory'),
  notRegistered: defineProblem('federation/not-registered', 403, '该节点未在本节点登记', 'This node is not registered here'),
  laneGap: defineProblem('federation/lane-gap', 409, '通道序号不连续', 'Events are missing before these'),
  laneFrozen: defineProblem('federation/lane-frozen', 409, '通道已冻结,须经运维人员核对后恢复', 'The lane is frozen until an operator confirms a reconcile'),
  /** Between a service and its gateway, which asks there itself: `allowed` has the address of the gateway that answers. */
  answeredElsewhere: defineProblem('federation/answered-elsewhere', 421, '由其他节点答复', 'Another node answers this'),
  noRoute: defineProblem('federation/no-route', 422, '没有通往收件节点的通道', 'No lane leads to the addressed node'),
} as const;
