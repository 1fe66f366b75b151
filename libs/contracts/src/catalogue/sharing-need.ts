import { roles } from '../permission.js';
import { Choice, Id, InstantField, Nullable, Part, Parts, Slug, Text, Texts } from '../fields.js';
import { defineEvent } from '../define-event.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { Party } from '../step.js';

/** Data a department needs from others. */
export class SharingNeedContent {
  @Text({ example: '婚姻登记信息' }) readonly name!: string;
  @Texts({ min: 1, most: 100, description: 'Data items needed, by name' }) readonly dataItems!: string[];
  @Text({ max: 1000, description: 'What they are needed for' }) readonly purpose!: string;
}
export class SharingNeedView extends SharingNeedContent {
  @Id() readonly id!: string;
  @Part(() => Party) readonly department!: Party;
  @InstantField() readonly registeredAt!: string;
}
export const registerSharingNeed = defineRequest({
  service: 'catalogue', name: 'register-sharing-need', kind: 'command', input: SharingNeedContent, output: SharingNeedView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/sharing-needs'), summary: { zh: '登记共享需求', en: 'Register data that the department needs from others' },
});

/** One line of the sharing catalogue: what can be shared, or what is needed. */
export class SharingCatalogueLine {
  @Choice(['SUPPLY', 'NEED']) readonly kind!: string;
  @Id({ description: 'Of the entry, or of the need' }) readonly id!: string;
  @Text() readonly name!: string;
  @Part(() => Party) readonly department!: Party;
  @Nullable({ description: 'Sharing type of an entry' }) readonly sharingType!: string | null;
  @Texts({ most: 300 }) readonly dataItems!: string[];
  @Texts({ most: 100, description: 'Of a need: items that no published entry has' }) readonly unmet!: string[];
  @InstantField() readonly since!: string;
}
export class SharingCatalogue {
  @Parts(() => SharingCatalogueLine) readonly items!: SharingCatalogueLine[];
  @Nullable() readonly nextCursor!: string | null;
}
export class FindSharingCatalogue extends PageQuery {
  @Choice(['SUPPLY', 'NEED'], { optional: true }) readonly kind?: string;
}
export const findSharingCatalogue = defineRequest({
  service: 'catalogue', name: 'find-sharing-catalogue', kind: 'query', input: FindSharingCatalogue, output: SharingCatalogue,
  permission: roles('DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'PROVIDER_HEAD', 'DATA_AUTHORITY', 'PEOPLES_GOVERNMENT', 'LEADING_GROUP', 'PROJECT_APPROVER', 'AUDITOR'),
  http: get('/sharing-catalogue'), summary: { zh: '共享目录(可供共享的信息和共享需求)', en: 'The sharing catalogue: every published entry of this node’s departments and the registered needs' },
});

export class SharingNeedRegistered {
  @Id() readonly id!: string;
  @Slug() readonly organisationId!: string;
}
export const sharingNeedRegistered = defineEvent({ service: 'catalogue', name: 'sharing-need-registered', data: SharingNeedRegistered });
