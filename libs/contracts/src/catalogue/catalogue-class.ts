import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { defineEvent } from '../define-event.js';
import { defineProblem } from '../problem.js';
import { Choice, Id, InstantField, Nullable, Part, Parts, Text } from '../fields.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { PageQuery } from '../page.js';
import { Label, Party } from '../step.js';
import { Assignment, NamedOrganisation, Responsible } from './responsibility.js';

/** Catalogues that several departments use: base data that all duties need, and topic data of one field (hebei 44, liaoning 9, weihai 13). */
export const CLASS_KINDS = ['BASE', 'TOPIC'] as const;
const CLASS_CODE = { max: 64, pattern: /^[A-Z][A-Z0-9_]*$/, example: 'POPULATION' } as const;

export const classProblems = {
  classExists: defineProblem('catalogue/class-exists', 409, '该分类已经存在', 'There is such a class already'),
  notTheLead: defineProblem('catalogue/not-the-lead-department', 403, '该分类的目录由牵头部门编制', 'The catalogue of this class is its lead department’s to compile'),
  mayNotBuild: defineProblem('catalogue/may-not-build-database', 403, '不得由本机构汇总形成该数据库', 'This database is not your organisation’s to assemble'),
  databaseExists: defineProblem('catalogue/database-exists', 409, '该分类的数据库已经建立', 'The database of this class has been set up'),
  noLead: defineProblem('catalogue/no-lead-department', 409, '该分类尚未确定牵头部门', 'The class has no lead department yet'),
  contributionDecided: defineProblem('catalogue/contribution-decided', 409, '该建议已经处理', 'The proposal has been decided'),
} as const;

export class CatalogueClassView {
  @Choice(CLASS_KINDS) readonly kind!: string;
  @Text(CLASS_CODE) readonly code!: string;
  @Part(() => Label) readonly label!: Label;
  @Choice(['PACK', 'AUTHORITY'], { description: 'Named by the regulation, or added by the data authority' }) readonly origin!: string;
  @Nullable({ description: 'Article that names the class' }) readonly article!: string | null;
  @Nullable({ description: 'Duty of the lead department, as the regulation names it' }) readonly duty!: string | null;
  @Part(() => Label, { nullable: true }) readonly dutyLabel!: Label | null;
  @Parts(() => Responsible, { description: 'Lead departments of this node, one for each level and division' }) readonly leads!: Responsible[];
}
export class CatalogueKind {
  @Choice(CLASS_KINDS) readonly kind!: string;
  @Part(() => Label) readonly label!: Label;
}
export class CatalogueClasses {
  @Parts(() => CatalogueKind) readonly kinds!: CatalogueKind[];
  @Parts(() => CatalogueClassView) readonly items!: CatalogueClassView[];
}
export class FindCatalogueClasses {
  @Choice(CLASS_KINDS, { optional: true }) readonly kind?: string;
}
export const findCatalogueClasses = defineRequest({
  service: 'catalogue', name: 'find-catalogue-classes', kind: 'query', input: FindCatalogueClasses, output: CatalogueClasses, permission: roles(...ROLES),
  http: get('/catalogue-classes'), summary: { zh: '基础和主题数据分类及牵头部门', en: 'Base and topic classes with their lead departments' },
});
export class CatalogueClassCode {
  @Text(CLASS_CODE) readonly code!: string;
}
export class CatalogueClassRecord extends CatalogueClassView {
  @Parts(() => Assignment, { description: 'Every assignment, the newest first' }) readonly history!: Assignment[];
  @Parts(() => Party, { description: 'Organisations whose contributions the leads have accepted' }) readonly contributors!: Party[];
}
export const getCatalogueClass = defineRequest({
  service: 'catalogue', name: 'get-catalogue-class', kind: 'query', input: CatalogueClassCode, output: CatalogueClassRecord, permission: roles(...ROLES),
  http: get('/catalogue-classes/{code}'), summary: { zh: '查看分类、牵头部门及其变更', en: 'Read a class with the history of its lead departments' },
});
export class AddCatalogueClass extends CatalogueClassCode {
  @Choice(CLASS_KINDS) readonly kind!: string;
  @Part(() => Label) readonly label!: Label;
}
export const addCatalogueClass = defineRequest({
  service: 'catalogue', name: 'add-catalogue-class', kind: 'command', input: AddCatalogueClass, output: CatalogueClassView, permission: roles('DATA_AUTHORITY'),
  http: post('/catalogue-classes'), summary: { zh: '增加基础或主题数据分类', en: 'Add a base or topic class' },
});
export class AssignClassLead extends CatalogueClassCode {
  @Part(() => NamedOrganisation) readonly organisation!: NamedOrganisation;
  @Text({ max: 2000 }) readonly reasons!: string;
}
export const assignClassLead = defineRequest({
  service: 'catalogue', name: 'assign-class-lead', kind: 'command', input: AssignClassLead, output: CatalogueClassRecord, permission: roles('DATA_AUTHORITY'),
  http: put('/catalogue-classes/{code}/lead'), summary: { zh: '确定或者变更本级牵头部门', en: 'Assign the lead department of one’s own level' },
});
export class CatalogueClassAdded {
  @Text() readonly code!: string;
  @Choice(CLASS_KINDS) readonly kind!: string;
}
export const catalogueClassAdded = defineEvent({ service: 'catalogue', name: 'catalogue-class-added', data: CatalogueClassAdded });

export class CreateResourceDatabase {
  @Text(CLASS_CODE) readonly classCode!: string;
  @Text({ example: '人口基础数据库' }) readonly name!: string;
}
export class ResourceDatabaseView extends CreateResourceDatabase {
  @Id() readonly id!: string;
  @Choice(CLASS_KINDS) readonly kind!: string;
  @Part(() => Party) readonly assembler!: Party;
  @InstantField() readonly createdAt!: string;
}
export const createResourceDatabase = defineRequest({
  service: 'catalogue', name: 'create-resource-database', kind: 'command', input: CreateResourceDatabase, output: ResourceDatabaseView, permission: roles('DATA_ADMINISTRATOR', 'DATA_AUTHORITY'),
  http: post('/resource-databases'), summary: { zh: '建立基础数据库或主题数据库', en: 'Set up a base or topic database' },
});
export class ResourceDatabases {
  @Parts(() => ResourceDatabaseView) readonly items!: ResourceDatabaseView[];
}
export const findResourceDatabases = defineRequest({
  service: 'catalogue', name: 'find-resource-databases', kind: 'query', input: FindCatalogueClasses, output: ResourceDatabases, permission: roles(...ROLES),
  http: get('/resource-databases'), summary: { zh: '本节点的基础数据库和主题数据库', en: 'Base and topic databases of this node' },
});
export class FindDatabaseEntries extends PageQuery {
  @Id() readonly id!: string;
}
export class EntryLine {
  @Id() readonly id!: string;
  @Nullable() readonly code!: string | null;
  @Text() readonly name!: string;
  @Part(() => Party) readonly provider!: Party;
}
export class EntryLines {
  @Parts(() => EntryLine) readonly items!: EntryLine[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findDatabaseEntries = defineRequest({
  service: 'catalogue', name: 'find-database-entries', kind: 'query', input: FindDatabaseEntries, output: EntryLines, permission: roles(...ROLES),
  http: get('/resource-databases/{id}/entries'), summary: { zh: '数据库所含的已发布条目', en: 'Published entries that belong to a database' },
});
export class ResourceDatabaseCreated {
  @Id() readonly id!: string;
  @Text() readonly classCode!: string;
}
export const resourceDatabaseCreated = defineEvent({ service: 'catalogue', name: 'resource-database-created', data: ResourceDatabaseCreated });
