import { defineEvent, type EventDefinition } from './define-event.js';
import { DayField, Flag, Id, JsonField, Nullable, Part, Text, Texts } from './fields.js';
import { SERVICE_NAMES, type ServiceName } from './service-name.js';
import { Label, Party } from './step.js';

/** Where a case of any procedure stands after an act, for whoever keeps work lists: whose turn it is, until when, and where to act. */
export class CaseMoved {
  @Id() readonly id!: string;
  @Text() readonly procedure!: string;
  @Text() readonly pack!: string;
  @Nullable({ max: 500, description: 'What it is about; null as long as that is only its author’s to know' }) readonly title!: string | null;
  @Text() readonly step!: string;
  @JsonField({ description: 'Label of the step, zh and en' }) readonly label!: Label;
  @Flag() readonly ended!: boolean;
  @DayField({ nullable: true }) readonly dueOn!: string | null;
  @Nullable() readonly dueArticle!: string | null;
  @Texts({ description: 'Whose turn it is: ROLE:part' }) readonly waitingFor!: string[];
  @Texts({ description: 'Acts the law allows now' }) readonly acts!: string[];
  @Part(() => Party, { nullable: true }) readonly requester!: Party | null;
  @Part(() => Party, { nullable: true, description: 'Provider or owner' }) readonly provider!: Party | null;
  @Text({ description: 'Path of the case in the REST API', example: '/v1/sharing-requests/…' }) readonly href!: string;
}

/** One definition per service: each announces its own cases. */
export const caseMoved: Readonly<Record<ServiceName, EventDefinition<CaseMoved>>> = Object.fromEntries(
  SERVICE_NAMES.map((service) => [service, defineEvent({ service, name: 'case-moved', data: CaseMoved })]),
) as Record<ServiceName, EventDefinition<CaseMoved>>;
