import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { defineEvent } from '../define-event.js';
import { Id, InstantField, Part, Parts, Text, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { Party } from '../step.js';

/** What the data authority advises on a draft (fushun 6, jian 4). It decides nothing. */
export class GiveGuidance {
  @Id({ description: 'The entry' }) readonly id!: string;
  @Text({ max: 2000 }) readonly text!: string;
}
export class GuidanceComment {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Whole({ min: 1, max: 1_000_000, description: 'Version it speaks of' }) readonly version!: number;
  @Text({ max: 2000 }) readonly text!: string;
  @Part(() => Party) readonly author!: Party;
  @InstantField() readonly givenAt!: string;
}
export const giveGuidance = defineRequest({
  service: 'catalogue', name: 'give-guidance', kind: 'command', input: GiveGuidance, output: GuidanceComment, permission: roles('DATA_AUTHORITY'),
  http: post('/catalogue-entries/{id}/guidance-comments'), summary: { zh: '对目录草稿提出指导意见', en: 'Give guidance on a draft' },
});
export class FindGuidance {
  @Id({ description: 'The entry' }) readonly id!: string;
}
export class GuidanceComments {
  @Parts(() => GuidanceComment) readonly items!: GuidanceComment[];
}
export const findGuidance = defineRequest({
  service: 'catalogue', name: 'find-guidance', kind: 'query', input: FindGuidance, output: GuidanceComments, permission: roles(...ROLES),
  http: get('/catalogue-entries/{id}/guidance-comments'), summary: { zh: '查看指导意见', en: 'Guidance on an entry, the newest first, at most 500' },
});

/** Guidance was given; its text stays in the catalogue. */
export class GuidanceGiven {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text({ description: 'Organisation that compiles the entry' }) readonly provider!: string;
  @Text() readonly article!: string;
}
export const guidanceGiven = defineEvent({ service: 'catalogue', name: 'guidance-given', data: GuidanceGiven });
