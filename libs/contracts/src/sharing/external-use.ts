import { defineEvent } from '../define-event.js';
import { defineRequest, get, post } from '../define-request.js';
import { DayField, Division, Id, InstantField, Nullable, Part, Parts, Slug, Text, Texts } from '../fields.js';
import { PageQuery } from '../page.js';
import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { DeadlineRecalculated, HistoryEntry, Party, StepDeadline, StepView } from '../step.js';

/** The application as it was written: what the platform keeps of it is its name and digest. */
export class WrittenApplication {
  @Text() readonly name!: string;
  @Text({ min: 64, max: 64, pattern: /^[0-9a-f]{64}$/, description: 'SHA-256 of the document, hex' }) readonly sha256!: string;
}

/** A department that acquired data applies to their provider before it provides or publishes them outside. What it must state is the pack's to say. */
export class ApplyForExternalUse {
  @Id() readonly grantId!: string;
  @Text({ optional: true, max: 500 }) readonly purpose?: string;
  @Text({ optional: true, max: 500, description: 'To whom the data would be provided, or the public' }) readonly audience?: string;
  @Texts({ optional: true, min: 1, most: 300, max: 63, description: 'Columns that would leave; all granted ones when absent' }) readonly columns?: string[];
  @Part(() => WrittenApplication, { optional: true }) readonly document?: WrittenApplication;
  @Text({ optional: true, max: 500, description: 'Where the consent of the persons concerned is on record' }) readonly consentReference?: string;
}

/** What the provider consented to; its id is that of the request. */
export class ExternalUseConsent {
  @Texts() readonly columns!: string[];
  @Text({ min: 0, max: 500 }) readonly audience!: string;
  @DayField() readonly validFrom!: string;
  @DayField() readonly validUntil!: string;
}
export class ExternalUseView {
  @Id() readonly id!: string;
  @Id() readonly grantId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Text({ min: 0, max: 500 }) readonly purpose!: string;
  @Text({ min: 0, max: 500 }) readonly audience!: string;
  @Texts() readonly columns!: string[];
  @Part(() => WrittenApplication, { nullable: true }) readonly document!: WrittenApplication | null;
  @Nullable() readonly consentReference!: string | null;
  @Text({ description: 'Current step, the same as step.step' }) readonly state!: string;
  @Part(() => StepView, { description: 'Of a grant of another node: the step there' }) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
  @Part(() => ExternalUseConsent, { nullable: true, description: 'Null as long as the provider has not consented' }) readonly consent!: ExternalUseConsent | null;
  @InstantField() readonly submittedAt!: string;
}
export const applyForExternalUse = defineRequest({
  service: 'sharing', name: 'apply-for-external-use', kind: 'command', input: ApplyForExternalUse, output: ExternalUseView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/external-use-requests'), summary: { zh: '申请对外提供或者发布获取的数据', en: 'Apply to provide or publish acquired data outside' },
});
export class ExternalUseId {
  @Id() readonly id!: string;
}
export const getExternalUse = defineRequest({
  service: 'sharing', name: 'get-external-use', kind: 'query', input: ExternalUseId, output: ExternalUseView, permission: roles(...ROLES),
  http: get('/external-use-requests/{id}'), summary: { zh: '查看对外提供申请', en: 'Read an application for external use' },
});
export class ExternalUsePage {
  @Parts(() => ExternalUseView) readonly items!: ExternalUseView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findExternalUses = defineRequest({
  service: 'sharing', name: 'find-external-uses', kind: 'query', input: PageQuery, output: ExternalUsePage, permission: roles(...ROLES),
  http: get('/external-use-requests'), summary: { zh: '查询对外提供申请', en: 'List applications for external use' },
});
export class ActOnExternalUse {
  @Id() readonly id!: string;
  @Slug({ description: 'One of the acts of the current step (`step.acts`)', example: 'agree' }) readonly act!: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
  @Texts({ optional: true, min: 1, most: 300, max: 63, description: 'With consent: the columns it is for; all applied for when absent' }) readonly columns?: string[];
  @DayField({ optional: true, description: 'With consent: its last day; that of the grant when absent, and never later' }) readonly validUntil?: string;
}
export const actOnExternalUse = defineRequest({
  service: 'sharing', name: 'act-on-external-use', kind: 'command', input: ActOnExternalUse, output: ExternalUseView, permission: roles(...ROLES),
  http: post('/external-use-requests/{id}/acts', { status: 200 }), summary: { zh: '办理对外提供申请', en: 'Act on an application for external use' },
});

/** Acquired data go outside under a consent: recorded, and told to the provider. */
export class PublishExternally {
  @Id() readonly grantId!: string;
  @Id({ optional: true, description: 'The consent it rests on; any valid one of the grant when absent' }) readonly consentId?: string;
  @Text({ max: 500 }) readonly title!: string;
  @Text({ max: 500, description: 'Where: a site, a service, a recipient' }) readonly channel!: string;
  @Texts({ optional: true, min: 1, most: 300, max: 63, description: 'All that the consent is for when absent' }) readonly columns?: string[];
}
export class ExternalPublicationView {
  @Id() readonly id!: string;
  @Id() readonly grantId!: string;
  @Id() readonly consentId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Text({ max: 500 }) readonly title!: string;
  @Text({ max: 500 }) readonly channel!: string;
  @Texts() readonly columns!: string[];
  @InstantField() readonly publishedAt!: string;
}
export const publishExternally = defineRequest({
  service: 'sharing', name: 'publish-externally', kind: 'command', input: PublishExternally, output: ExternalPublicationView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/external-publications'), summary: { zh: '对外提供或者发布获取的数据', en: 'Provide or publish acquired data outside, under a consent of their provider' },
});
export class ExternalPublicationPage {
  @Parts(() => ExternalPublicationView) readonly items!: ExternalPublicationView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findExternalPublications = defineRequest({
  service: 'sharing', name: 'find-external-publications', kind: 'query', input: PageQuery, output: ExternalPublicationPage, permission: roles(...ROLES),
  http: get('/external-publications'), summary: { zh: '查询对外提供或者发布的记录', en: 'List what was provided or published outside' },
});

export class ExternalUseMoved {
  @Id() readonly id!: string;
  @Id() readonly grantId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly act!: string;
  @Text() readonly to!: string;
  @Text() readonly article!: string;
  @Nullable() readonly dueOn!: string | null;
}
export const externalUseMoved = defineEvent({ service: 'sharing', name: 'external-use-moved', data: ExternalUseMoved });
export const externalUseStepDueSoon = defineEvent({ service: 'sharing', name: 'external-use-step-due-soon', data: StepDeadline });
export const externalUseStepOverdue = defineEvent({ service: 'sharing', name: 'external-use-step-overdue', data: StepDeadline });
export const externalUseDeadlineRecalculated = defineEvent({ service: 'sharing', name: 'external-use-deadline-recalculated', data: DeadlineRecalculated });

export class ExternalUseConsented {
  @Id() readonly id!: string;
  @Id() readonly grantId!: string;
  @Id() readonly entryId!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Texts({ min: 1, most: 300, max: 63 }) readonly columns!: string[];
  @DayField() readonly validFrom!: string;
  @DayField() readonly validUntil!: string;
  @Text() readonly article!: string;
}
export const externalUseConsented = defineEvent({ service: 'sharing', name: 'external-use-consented', data: ExternalUseConsented });

/** An application about a grant of another node goes to that node: all it needs to be decided there. */
export class ExternalUseForwardedUp {
  @Division() readonly addressedTo!: string;
  @Id() readonly id!: string;
  @Id() readonly grantId!: string;
  @Part(() => Party) readonly requester!: Party;
  @Text({ min: 0, max: 500 }) readonly purpose!: string;
  @Text({ min: 0, max: 500 }) readonly audience!: string;
  @Texts({ min: 1, most: 300, max: 63 }) readonly columns!: string[];
  @Part(() => WrittenApplication, { nullable: true }) readonly document!: WrittenApplication | null;
  @Nullable() readonly consentReference!: string | null;
  @Division() readonly originNode!: string;
  @InstantField() readonly submittedAt!: string;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
}
export const externalUseForwardedUp = defineEvent({ service: 'sharing', name: 'external-use-forwarded-up', data: ExternalUseForwardedUp, crosses: { lane: 'sharing', to: 'addressed' } });

/** How far it has come there. */
export class ExternalUseProgressed {
  @Division() readonly addressedTo!: string;
  @Id() readonly id!: string;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry, { description: 'The longer one is the newer' }) readonly history!: HistoryEntry[];
  @Part(() => ExternalUseConsent, { nullable: true }) readonly consent!: ExternalUseConsent | null;
}
export const externalUseProgressed = defineEvent({ service: 'sharing', name: 'external-use-progressed', data: ExternalUseProgressed, crosses: { lane: 'sharing', to: 'addressed' } });

/** What was published under a consent of another node's provider, who is told there. */
export class ExternalPublicationTold {
  @Division() readonly addressedTo!: string;
  @Part(() => ExternalPublicationView) readonly publication!: ExternalPublicationView;
}
export const externalPublicationTold = defineEvent({ service: 'sharing', name: 'external-publication-told', data: ExternalPublicationTold, crosses: { lane: 'sharing', to: 'addressed' } });

export class ExternallyPublished {
  @Id() readonly id!: string;
  @Id() readonly grantId!: string;
  @Id() readonly consentId!: string;
  @Id() readonly entryId!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Texts({ min: 1, most: 300, max: 63 }) readonly columns!: string[];
}
export const externallyPublished = defineEvent({ service: 'sharing', name: 'externally-published', data: ExternallyPublished });
