import { defineEvent } from '../define-event.js';
import { InstantField, Nullable, Slug, Text } from '../fields.js';

export class AccountChanged {
  @Slug() readonly accountId!: string;
  @Slug() readonly organisationId!: string;
}
export const accountRegistered = defineEvent({ service: 'identity', name: 'account-registered', data: AccountChanged });
export const accountActivated = defineEvent({ service: 'identity', name: 'account-activated', data: AccountChanged });
/** A person has logged in with a password; what the person does afterwards carries the account as its actor. */
export const loggedIn = defineEvent({ service: 'identity', name: 'logged-in', data: AccountChanged });

export class AccountLocked {
  @Slug() readonly accountId!: string;
  @InstantField({ description: 'Until when no password opens it' }) readonly until!: string;
  @Text({ optional: true, max: 64, description: 'Whence a client is locked; absent for a person’s account, which is locked altogether' }) readonly address?: string;
}
/** A security event: too many wrong passwords in a row, or a client's wrong secrets or signatures from one address. */
export const accountLocked = defineEvent({ service: 'identity', name: 'account-locked', data: AccountLocked });

export class AccountSlowed {
  @Slug() readonly accountId!: string;
  @Slug() readonly organisationId!: string;
}
/** A security event: wrong secrets or signatures of a client from many addresses. Addresses it has not proved itself from before are let try one at a time. */
export const accountSlowed = defineEvent({ service: 'identity', name: 'account-slowed', data: AccountSlowed });

export class RelyingPartyRegistered {
  @Slug() readonly relyingPartyId!: string;
  @Text() readonly name!: string;
}
export const relyingPartyRegistered = defineEvent({ service: 'identity', name: 'relying-party-registered', data: RelyingPartyRegistered });

export class SigningKeysRotated {
  @Text() readonly keyId!: string;
  @InstantField() readonly signsFrom!: string;
}
export const signingKeysRotated = defineEvent({ service: 'identity', name: 'signing-keys-rotated', data: SigningKeysRotated });

export class ClientSecretRotated {
  @Slug() readonly clientId!: string;
  @Nullable() readonly formerValidUntil!: string | null;
}
export const clientSecretRotated = defineEvent({ service: 'identity', name: 'client-secret-rotated', data: ClientSecretRotated });
