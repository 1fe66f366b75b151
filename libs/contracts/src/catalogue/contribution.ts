import { roles } from '../permission.js';
import { defineEvent } from '../define-event.js';
import { Choice, Id, InstantField, Nullable, Part, Parts, Text } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { Party } from '../step.js';

export const CONTRIBUTION_STATES = ['PROPOSED', 'ACCEPTED', 'DECLINED'] as const;

/** A department proposes data of its own for a class that another department leads; once the lead has accepted, it may compile the entry of that name. */
export class ProposeContribution {
  @Text({ max: 64, pattern: /^[A-Z][A-Z0-9_]*$/ }) readonly classCode!: string;
  @Text({ description: 'Name of the entry' }) readonly name!: string;
  @Text({ max: 2000 }) readonly abstract!: string;
}
export class ContributionView extends ProposeContribution {
  @Id() readonly id!: string;
  @Part(() => Party) readonly contributor!: Party;
  @Part(() => Party, { description: 'Lead department that decides' }) readonly lead!: Party;
  @Choice(CONTRIBUTION_STATES) readonly state!: string;
  @Nullable({ max: 2000 }) readonly reasons!: string | null;
  @InstantField() readonly proposedAt!: string;
  @InstantField({ nullable: true }) readonly decidedAt!: string | null;
}
export const proposeContribution = defineRequest({
  service: 'catalogue', name: 'propose-contribution', kind: 'command', input: ProposeContribution, output: ContributionView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/catalogue-contributions'), summary: { zh: '向牵头部门提出纳入基础或主题目录的建议', en: 'Propose data to the lead department of a class' },
});
export class ActOnContribution {
  @Id() readonly id!: string;
  @Choice(['accept', 'decline']) readonly act!: string;
  @Text({ optional: true, max: 2000, description: 'Needed to decline' }) readonly reasons?: string;
}
export const actOnContribution = defineRequest({
  service: 'catalogue', name: 'act-on-contribution', kind: 'command', input: ActOnContribution, output: ContributionView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/catalogue-contributions/{id}/acts', { status: 200 }), summary: { zh: '牵头部门采纳或者不采纳建议', en: 'Accept or decline a proposal, as the lead department' },
});
export class FindContributions extends PageQuery {
  @Choice(CONTRIBUTION_STATES, { optional: true }) readonly state?: string;
}
export class ContributionPage {
  @Parts(() => ContributionView) readonly items!: ContributionView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findContributions = defineRequest({
  service: 'catalogue', name: 'find-contributions', kind: 'query', input: FindContributions, output: ContributionPage, permission: roles('DATA_ADMINISTRATOR'),
  http: get('/catalogue-contributions'), summary: { zh: '本机构提出或者受理的建议', en: 'Proposals made to or by one’s organisation' },
});
export class ContributionMoved {
  @Id() readonly id!: string;
  @Text() readonly classCode!: string;
  @Choice(CONTRIBUTION_STATES) readonly to!: string;
}
export const contributionMoved = defineEvent({ service: 'catalogue', name: 'contribution-moved', data: ContributionMoved });
