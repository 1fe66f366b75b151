import { defineEvent } from '../define-event.js';
import { Division, Slug, Text, Texts } from '../fields.js';

export class OrganisationRegistered {
  @Slug() readonly id!: string;
  @Text() readonly name!: string;
  @Text() readonly level!: string;
  @Division() readonly division!: string;
  @Text() readonly kind!: string;
}
export const organisationRegistered = defineEvent({ service: 'identity', name: 'organisation-registered', data: OrganisationRegistered });

export class ClientChanged {
  @Slug() readonly clientId!: string;
  @Slug() readonly organisationId!: string;
  @Texts() readonly roles!: string[];
}
export const clientRegistered = defineEvent({ service: 'identity', name: 'client-registered', data: ClientChanged });
/** Readers drop cached tokens of the client. */
export const clientRevoked = defineEvent({ service: 'identity', name: 'client-revoked', data: ClientChanged });
