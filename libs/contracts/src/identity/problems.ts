import { defineProblem } from '../problem.js';

export const identityProblems = {
  invalidClient: defineProblem('identity/invalid-client', 401, '客户端凭据无效', 'Invalid client credentials'),
  unsupportedGrantType: defineProblem('identity/unsupported-grant-type', 400, '不支持的授权类型', 'Unsupported grant type'),
  invalidCreditCode: defineProblem('identity/invalid-credit-code', 422, '统一社会信用代码校验不通过', 'The unified social credit code does not verify'),
  unknownOrganisation: defineProblem('identity/unknown-organisation', 422, '机构未登记', 'The organisation is not registered'),
  outsideTerritory: defineProblem('identity/outside-territory', 422, '机构不在本节点辖区内', 'The organisation is outside this node’s territory'),
  kindNotAdmissible: defineProblem('identity/kind-not-admissible', 422, '该类机构不得登记为共享主体', 'Organisations of this kind may not be sharing parties'),
  basisRequired: defineProblem('identity/basis-required', 422, '应当载明法律、法规的授权依据', 'An authorising legal basis is required'),
  outsideScope: defineProblem('identity/outside-scope', 403, '不在您的管理范围内', 'Outside what you manage'),
  unknownPerson: defineProblem('identity/unknown-person', 422, '该机构没有此在任人员', 'The organisation has no such person in office'),
  unknownUnit: defineProblem('identity/unknown-unit', 422, '该机构没有此内设机构', 'The organisation has no such unit'),
  personEnded: defineProblem('identity/person-ended', 409, '该人员的职责已终止', 'The person’s duties have ended'),
  filingConfirmed: defineProblem('identity/filing-confirmed', 409, '该备案已确认', 'The filing is confirmed already'),
  filingNumberTaken: defineProblem('identity/filing-number-taken', 409, '备案编号已被使用', 'The number belongs to another filing'),
  nameTaken: defineProblem('identity/name-taken', 409, '该名称已被使用:客户端与登录账号的名称不得相同', 'The name is taken: a client and an account cannot have the same'),
  subjectTaken: defineProblem('identity/subject-taken', 409, '该外部身份已属于另一账号', 'The external subject belongs to another account'),
  rotationUnderWay: defineProblem('identity/rotation-under-way', 409, '上一次密钥轮换尚未完成', 'The last rotation is not over: a published key does not sign yet'),
  zoneNotAllowed: defineProblem('access/zone-not-allowed', 403, '不得从该网络区域共享数据', 'Data are not shared with this network zone'),
  noSecret: defineProblem('identity/no-secret', 409, '该账号没有客户端密钥', 'An account of a person has no client secret'),
} as const;
