import { roles } from '../permission.js';
import { LEVELS } from '../role.js';
import { Choice, Division, Flag, Nullable, Parts, Text, Whole } from '../fields.js';
import { defineRequest, get, put } from '../define-request.js';
import { PageQuery } from '../page.js';

export class RegisterNode {
  @Division() readonly code!: string;
  @Text() readonly name!: string;
  @Choice(LEVELS) readonly level!: string;
  @Choice(['NODE', 'TENANT']) readonly kind!: string;
  @Text({ optional: true, description: 'Number of the reviewed construction plan, where the law asks for one' }) readonly constructionPlan?: string;
}
export class NodeView {
  @Division() readonly code!: string;
  @Text() readonly name!: string;
  @Text() readonly level!: string;
  @Choice(['NODE', 'TENANT']) readonly kind!: string;
  @Choice(['SELF', 'PARENT', 'CHILD']) readonly relation!: string;
  @Choice(['REGISTERED', 'CONNECTED', 'UNREACHABLE', 'TENANT']) readonly state!: string;
  @Nullable() readonly lastHeardAt!: string | null;
  @Nullable() readonly gatewayUrl!: string | null;
}
export const registerNode = defineRequest({
  service: 'federation', name: 'register-node', kind: 'command', input: RegisterNode, output: NodeView, permission: roles('DATA_AUTHORITY', 'OPERATOR'),
  http: put('/nodes/{code}'), summary: { zh: '登记下级节点或租户', en: 'Register a child node or tenant' },
});
export class NodePage {
  @Parts(() => NodeView) readonly items!: NodeView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findNodes = defineRequest({
  service: 'federation', name: 'find-nodes', kind: 'query', input: PageQuery, output: NodePage, permission: roles('DATA_AUTHORITY', 'OPERATOR', 'AUDITOR', 'DATA_ADMINISTRATOR'),
  http: get('/nodes'), summary: { zh: '节点拓扑', en: 'This node, its parent and its children' },
});
export class LaneView {
  @Division() readonly node!: string;
  @Text() readonly lane!: string;
  @Choice(['UP', 'DOWN']) readonly direction!: string;
  @Whole({ min: 0, max: 9_000_000_000, description: 'Last number this side has' }) readonly last!: number;
  @Whole({ min: 0, max: 9_000_000_000, description: 'Last number the other side has acknowledged' }) readonly acknowledged!: number;
  @Flag({ description: 'Frozen until an operator confirms a reconcile' }) readonly frozen!: boolean;
}
export class LanePage {
  @Parts(() => LaneView) readonly items!: LaneView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findLanes = defineRequest({
  service: 'federation', name: 'find-lanes', kind: 'query', input: PageQuery, output: LanePage, permission: roles('OPERATOR', 'AUDITOR', 'DATA_AUTHORITY'),
  http: get('/federation/lanes'), summary: { zh: '节点间通道状态', en: 'State of the lanes between nodes' },
});
