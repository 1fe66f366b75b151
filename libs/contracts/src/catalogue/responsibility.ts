import { defineEvent } from '../define-event.js';
import { Choice, Division, InstantField, Nullable, Part, Slug, Text } from '../fields.js';
import { Party } from '../step.js';

/** What an organisation of a node may be made responsible for. */
export const RESPONSIBILITIES = ['CLASS', 'DOMAIN'] as const;

/** An organisation of this node, named by the authority that assigns it. It is of the authority's own level and division. */
export class NamedOrganisation {
  @Slug() readonly id!: string;
  @Text() readonly name!: string;
}

/** Who is responsible at one level of one division, and since when. */
export class Responsible {
  @Part(() => Party) readonly organisation!: Party;
  @InstantField() readonly since!: string;
}

/** One assignment on record. */
export class Assignment extends Responsible {
  @InstantField({ nullable: true, description: 'When another organisation took over; null while it lasts' }) readonly until!: string | null;
  @Text({ description: 'Client that assigned it' }) readonly assignedBy!: string;
  @Text() readonly article!: string;
  @Text({ max: 2000 }) readonly reasons!: string;
}

/** An organisation has become responsible for a class or a domain. */
export class ResponsibilityAssigned {
  @Choice(RESPONSIBILITIES) readonly of!: string;
  @Text() readonly code!: string;
  @Division() readonly division!: string;
  @Text() readonly level!: string;
  @Slug() readonly organisationId!: string;
  @Nullable() readonly formerOrganisationId!: string | null;
  @Text() readonly article!: string;
}
export const responsibilityAssigned = defineEvent({ service: 'catalogue', name: 'responsibility-assigned', data: ResponsibilityAssigned });
