/** Roles of people and systems (glossary, "Parties and roles"). A client holds one or more of them for one organisation. */
export const ROLES = [
  'DATA_ADMINISTRATOR',
  'CATALOGUE_REVIEWER',
  'PROVIDER_HEAD',
  'DATA_AUTHORITY',
  'PEOPLES_GOVERNMENT',
  'LEADING_GROUP',
  'PROJECT_APPROVER',
  'AUDITOR',
  'SECURITY_LEAD',
  'OPERATOR',
  'APPLICANT',
] as const;
export type Role = (typeof ROLES)[number];

export const LEVELS = ['PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP'] as const;
export type Level = (typeof LEVELS)[number];
