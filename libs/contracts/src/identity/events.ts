import { defineEvent } from '../define-event.js';
import { Choice, Division, Id, InstantField, Slug, Text, Texts, Whole } from '../fields.js';

export * from './login-events.js';

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
export const clientRevoked = defineEvent({ service: 'identity', name: 'client-revoked', data: ClientChanged });

export class TokensEnded {
  @Slug() readonly clientId!: string;
  @Whole({ min: 1, max: 2_000_000_000, description: 'The first generation that holds' }) readonly generation!: number;
  @InstantField({ description: 'When the last of the ended tokens would have expired' }) readonly until!: string;
}
/** Tokens of a client that are about no longer hold. Every process of every service hears it at once, besides the reactions; the nodes above too, because a node's tokens are accepted there. */
export const tokensEnded = defineEvent({ service: 'identity', name: 'tokens-ended', data: TokensEnded, crosses: { lane: 'sharing', to: 'upward' } });

export class AuthorityNamed {
  @Division() readonly division!: string;
  @Text() readonly level!: string;
  @Slug() readonly organisationId!: string;
}
/** A division has its data authority. The level above learns of it. */
export const authorityNamed = defineEvent({ service: 'identity', name: 'authority-named', data: AuthorityNamed, crosses: { lane: 'sharing', to: 'neighbours' } });

export class StaffChanged {
  @Slug() readonly organisationId!: string;
  @Slug() readonly personId!: string;
  @Choice(['NAMED', 'CHANGED', 'ENDED']) readonly change!: string;
  @Texts({ description: 'Duties of the person that were named or ended' }) readonly duties!: string[];
  @Texts({ description: 'Duties that anybody of the organisation holds now' }) readonly held!: string[];
}
export const staffChanged = defineEvent({ service: 'identity', name: 'staff-changed', data: StaffChanged });

export class StaffFiled {
  @Id() readonly id!: string;
  @Slug() readonly organisationId!: string;
  @Slug() readonly personId!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Texts() readonly duties!: string[];
  @Text() readonly article!: string;
}
export const staffFiled = defineEvent({ service: 'identity', name: 'staff-filed', data: StaffFiled });
export class StaffFilingConfirmed {
  @Id() readonly id!: string;
  @Slug() readonly organisationId!: string;
  @Text() readonly number!: string;
}
export const staffFilingConfirmed = defineEvent({ service: 'identity', name: 'staff-filing-confirmed', data: StaffFilingConfirmed });

export class UnitChanged {
  @Slug() readonly organisationId!: string;
  @Slug() readonly unitId!: string;
}
export const unitChanged = defineEvent({ service: 'identity', name: 'unit-changed', data: UnitChanged });

export class PlatformSettingChanged {
  @Text() readonly key!: string;
  @Text({ max: 500 }) readonly value!: string;
}
export const platformSettingChanged = defineEvent({ service: 'identity', name: 'platform-setting-changed', data: PlatformSettingChanged });
