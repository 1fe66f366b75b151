import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { defineEvent } from '../define-event.js';
import { defineProblem } from '../problem.js';
import { Id, Nullable, Part, Parts, Slug, Text } from '../fields.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { Nothing, PageQuery } from '../page.js';
import { Label, Party } from '../step.js';
import { Assignment, NamedOrganisation, Responsible } from './responsibility.js';

const DOMAIN_CODE = { description: 'Code of the domain', example: 'parking-spaces' } as const;

export const domainProblems = {
  domainExists: defineProblem('catalogue/domain-exists', 409, '该责任领域已经存在', 'There is such a domain already'),
  domainOwned: defineProblem('catalogue/domain-owned', 409, '该领域的数据由其他部门负责提供', 'Another department provides the data of this domain'),
  awaitsAssignment: defineProblem('catalogue/domain-awaits-assignment', 409, '该领域的责任部门由法规指定,待主管部门确定具体机构', 'The regulation names the department; the authority says which organisation it is'),
  notRegulated: defineProblem('catalogue/domains-not-regulated', 409, '本地规则未规定责任领域', 'The rules of this place know no responsibility domains'),
} as const;

export class DomainView {
  @Slug(DOMAIN_CODE) readonly code!: string;
  @Part(() => Label) readonly label!: Label;
  @Nullable({ description: 'Duty of the responsible department, as the regulation names it; null for a domain it does not list' }) readonly duty!: string | null;
  @Part(() => Label, { nullable: true }) readonly dutyLabel!: Label | null;
  @Text({ description: 'Article that makes the department responsible' }) readonly article!: string;
  @Parts(() => Responsible, { description: 'Organisations of this node, one for each level and division' }) readonly owners!: Responsible[];
}
export class DomainMatrix {
  @Parts(() => DomainView) readonly items!: DomainView[];
}
export const findDomains = defineRequest({
  service: 'catalogue', name: 'find-responsibility-domains', kind: 'query', input: Nothing, output: DomainMatrix, permission: roles(...ROLES),
  http: get('/responsibility-domains'), summary: { zh: '数据提供责任领域', en: 'Responsibility domains and who provides their data' },
});
export class DomainCode {
  @Slug(DOMAIN_CODE) readonly code!: string;
}
export class DomainRecord extends DomainView {
  @Parts(() => Assignment, { description: 'Every assignment, the newest first' }) readonly history!: Assignment[];
}
export const getDomain = defineRequest({
  service: 'catalogue', name: 'get-responsibility-domain', kind: 'query', input: DomainCode, output: DomainRecord, permission: roles(...ROLES),
  http: get('/responsibility-domains/{code}'), summary: { zh: '查看责任领域', en: 'Read a responsibility domain' },
});
export class CreateDomain extends DomainCode {
  @Part(() => Label) readonly label!: Label;
  @Part(() => NamedOrganisation) readonly owner!: NamedOrganisation;
  @Text({ max: 2000 }) readonly reasons!: string;
}
export const createDomain = defineRequest({
  service: 'catalogue', name: 'create-responsibility-domain', kind: 'command', input: CreateDomain, output: DomainRecord, permission: roles('DATA_AUTHORITY'),
  http: post('/responsibility-domains'), summary: { zh: '增设责任领域并确定责任部门', en: 'Add a domain that the regulation does not list, with its department' },
});
export class AssignDomain extends DomainCode {
  @Part(() => NamedOrganisation) readonly owner!: NamedOrganisation;
  @Text({ max: 2000 }) readonly reasons!: string;
}
export const assignDomain = defineRequest({
  service: 'catalogue', name: 'assign-responsibility-domain', kind: 'command', input: AssignDomain, output: DomainRecord, permission: roles('DATA_AUTHORITY'),
  http: put('/responsibility-domains/{code}/owner'), summary: { zh: '确定或者变更领域的责任部门', en: 'Assign the department of a domain' },
});
export class ClaimDomain extends DomainCode {
  @Text({ max: 2000 }) readonly reasons!: string;
}
export const claimDomain = defineRequest({
  service: 'catalogue', name: 'claim-responsibility-domain', kind: 'command', input: ClaimDomain, output: DomainRecord, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/responsibility-domains/{code}/claims', { status: 200 }), summary: { zh: '认领无责任部门的领域', en: 'Claim a domain that nobody is responsible for' },
});
export class FindUnassignedEntries extends PageQuery {}
export class UnassignedEntry {
  @Id() readonly id!: string;
  @Nullable() readonly code!: string | null;
  @Text() readonly name!: string;
  @Text() readonly domain!: string;
  @Part(() => Party) readonly provider!: Party;
}
export class UnassignedEntries {
  @Parts(() => UnassignedEntry) readonly items!: UnassignedEntry[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findUnassignedEntries = defineRequest({
  service: 'catalogue', name: 'find-unassigned-entries', kind: 'query', input: FindUnassignedEntries, output: UnassignedEntries, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'AUDITOR'),
  http: get('/unassigned-entries'), summary: { zh: '所属领域尚无责任部门的条目', en: 'Published entries in a domain that nobody is responsible for' },
});
export class DomainCreated {
  @Text() readonly code!: string;
}
export const domainCreated = defineEvent({ service: 'catalogue', name: 'responsibility-domain-created', data: DomainCreated });
