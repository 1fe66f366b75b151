import { defineProblem } from '../problem.js';

export const identityProblems = {
  invalidClient: defineProblem('identity/invalid-client', 401, '客户端凭据无效', 'Invalid client credentials'),
  unsupportedGrantType: defineProblem('identity/unsupported-grant-type', 400, '不支持的授权类型', 'Unsupported grant type'),
  invalidCreditCode: defineProblem('identity/invalid-credit-code', 422, '统一社会信用代码校验不通过', 'The unified social credit code does not verify'),
  unknownOrganisation: defineProblem('identity/unknown-organisation', 422, '机构未登记', 'The organisation is not registered'),
  outsideTerritory: defineProblem('identity/outside-territory', 422, '机构不在本节点辖区内', 'The organisation is outside this node’s territory'),
} as const;
