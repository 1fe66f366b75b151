/** A text that a person of an agency reads. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Every role a pack may name. `ANY` leaves the role open where the party alone decides, as for a child node that forwards. */
export const ROLES = {
  ANY: { zh: '任何人员', en: 'anyone' },
  DATA_ADMINISTRATOR: { zh: '数据管理员', en: 'data administrator' },
  CATALOGUE_REVIEWER: { zh: '审核人员', en: 'catalogue reviewer' },
  PROVIDER_HEAD: { zh: '提供部门负责人', en: 'head of the provider department' },
  DATA_AUTHORITY: { zh: '数据主管部门', en: 'data authority' },
  PEOPLES_GOVERNMENT: { zh: '本级人民政府', en: "people's government" },
  LEADING_GROUP: { zh: '领导小组', en: 'leading group' },
  SECURITY_LEAD: { zh: '安全管理负责人', en: 'security lead' },
  APPLICANT: { zh: '公民、法人和其他组织', en: 'member of the public' },
} as const satisfies Record<string, Bilingual>;

/** Every part that an organisation can play in a case. */
export const PARTIES = {
  requester: { zh: '需求部门', en: 'the requester' },
  'requester-authority': { zh: '需求部门的同级主管部门', en: "the requester's same-level authority" },
  provider: { zh: '提供部门', en: 'the provider' },
  owner: { zh: '目录所属部门', en: 'the owner of the entry' },
  'owner-authority': { zh: '目录所属部门的同级主管部门', en: "the owner's same-level authority" },
  'node-authority': { zh: '本节点主管部门', en: "this node's authority" },
  'child-node': { zh: '下级节点', en: 'a child node' },
  'upper-authority': { zh: '上一级主管部门', en: 'the authority one level up' },
  'leading-group': { zh: '领导小组', en: 'the leading group' },
  government: { zh: '本级人民政府', en: "the same-level people's government" },
  public: { zh: '社会公众', en: 'the public' },
} as const satisfies Record<string, Bilingual>;

/** Every fact a pack may decide on. The service states them from its own records; one that is not stated is `false`. */
export const FACTS = {
  hop: '`county` where the requester is a tenant one level below this node',
  ownerAbove: 'the data belong to an organisation of a node above this one',
  arrivedFromChild: 'the case was forwarded by a child node',
  sharingType: 'the sharing type of the entry concerned',
  openType: 'the open type that was declared',
  personalData: 'the entry holds personal information',
  impersonal: 'the entry holds no personal information',
  sameAsCompiler: 'the actor compiled this version of the entry',
  tightening: 'the declared type is stricter than the one in force',
  typeOverridden: 'the authority has put on record, with reasons, that another sharing type than the prescribed one is right',
  fromNotOpen: 'the type in force is NOT_OPEN',
  writtenReceivedOn: 'the day on which the written form was received',
  changedOn: 'the day on which what a catalogue entry describes changed',
  lapsed: 'the period of the step has lapsed (stated by the interpreter)',
  writtenReplyRequested: 'the applicant asked for a reply in writing',
  disputed: 'an objection or dispute about the case has been filed before',
  upperLevel: 'there is a level above this node inside the system',
  dueOfYear: 'the day by which a yearly duty is to be done',
  cycleStartsOn: 'the first day of the month or year to which the next cycle of a duty belongs',
  sensitiveCombination: 'with what the requester holds or has asked for, the data match a combination that the authority holds to be sensitive',
  limitStartsOn: 'the day from which the time limit of an order runs',
} as const;

/** Levels of a legal basis `{ level, title, article }`. REGULATION is any 法规, ADMINISTRATIVE_REGULATION only 行政法规. */
export const BASIS_LEVELS = {
  LAW: { zh: '法律', en: 'law' },
  ADMINISTRATIVE_REGULATION: { zh: '行政法规', en: 'administrative regulation' },
  REGULATION: { zh: '法规', en: 'regulation' },
  RULE: { zh: '规章', en: 'rule' },
  NATIONAL_POLICY: { zh: '国家政策', en: 'national policy' },
  NATIONAL_RULE: { zh: '国家有关规定', en: 'national rule' },
  POLICY: { zh: '政策', en: 'policy' },
  STATE_SECRET_OR_SECURITY: { zh: '国家秘密和国家安全', en: 'state secrets and security' },
  OTHER: { zh: '其他依据', en: 'other basis' },
} as const satisfies Record<string, Bilingual>;

/** Fields of content that the platform's contracts can carry; a pack that demands another one could never be satisfied. Their wording is the packs' `terms`. */
export const FIELDS = [
  'applicationScenario', 'dutyBasis', 'purpose', 'personalBasis', 'scope', 'dataItems', 'reasons', 'legalBasis', 'conclusion', 'consulted', 'writtenReceivedOn', 'workingDays',
  'doubt', 'rows', 'explanation', 'repairedVersion', 'measure', 'ground', 'audience', 'document', 'consentReference',
  'dataContent', 'providingUnit', 'dataFormat', 'provisionMode', 'sharingCondition', 'publicityAttribute', 'sharingType', 'sharingScope', 'dataForm', 'acquisitionMode', 'aggregation', 'serviceRelated', 'parallelApproval', 'sensitive', 'highChange', 'timeSensitive', 'collaborative', 'openType', 'updateCycle', 'securityLevel', 'scopeOfUse', 'classification', 'useRequirements', 'releaseBasis',
  'changedOn', 'change', 'plan', 'year', 'items', 'order', 'receipt', 'contact', 'writtenReply',
] as const;

/** The longest period in working days that a pack may name. */
export const LONGEST_PERIOD = 2_000;
export const UNITS = ['workingDays', 'seconds', 'years', 'timesPerYear', 'timesPerMonth', 'dayOfYear', 'none'] as const;
export const SHARING_TYPES = ['UNCONDITIONAL', 'CONDITIONAL', 'NOT_SHARED'] as const;
export const OPEN_TYPES = ['UNCONDITIONAL', 'CONDITIONAL', 'ON_APPLICATION', 'NOT_OPEN'] as const;
export const LEVELS = ['PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP'] as const;
export const NODE_KINDS = ['NODE', 'TENANT'] as const;

export type Unit = (typeof UNITS)[number];
export type Level = (typeof LEVELS)[number];
export type NodeKind = (typeof NODE_KINDS)[number];

/** The wording of a key of one of the lists above; the key itself where the list does not know it. */
export function wordingOf(list: Readonly<Record<string, Bilingual>>, key: string): Bilingual {
  return Object.hasOwn(list, key) ? list[key] ?? { zh: key, en: key } : { zh: key, en: key };
}
