import { createLogger, type Clock, type NodeIdentity, type UnitOfWork } from '@gongshu/service-kit';
import { AuthorityStore } from './authority/authority.store.js';
import { IsNamedAuthority } from './authority/is-named-authority.js';
import { ClientRightsNow } from './client/client-rights-now.js';
import { ClientStore } from './client/client.store.js';
import { FindHolder } from './client/find-holder.js';
import { checkSettings, type IdentitySettings } from './identity.config.js';
import { AccountStore } from './login/account.store.js';
import { FindExternalHolder } from './login/find-external-holder.js';
import { FindOrganisation } from './organisation/find-organisation.js';
import { OrganisationStore } from './organisation/organisation.store.js';
import { FindDuties } from './staff/find-duties.js';
import { StaffStore } from './staff/staff.store.js';
import { ExternalIssuer } from './token-issuer/external-issuer.js';
import { SigningKeys } from './token-issuer/signing-keys.js';
import { TrustedIssuers } from './token-issuer/trusted-issuers.js';

/** Identity verifies tokens before its module stands, so what that needs is put together by hand. */
export function composeTrustedIssuers(unitOfWork: UnitOfWork, node: NodeIdentity, clock: Clock, settings: IdentitySettings): TrustedIssuers {
  checkSettings(settings);
  const rightsNow = new ClientRightsNow(new FindDuties(new StaffStore()), new IsNamedAuthority(new AuthorityStore()));
  const findHolder = new FindHolder(new ClientStore(), new FindOrganisation(new OrganisationStore()), rightsNow);
  const findExternalHolder = new FindExternalHolder(unitOfWork, new AccountStore(), findHolder, settings);
  const logger = createLogger(settings.logLevel, { node: node.code, service: 'identity' });
  const external =
    settings.externalIssuer === '' ? null : new ExternalIssuer(settings, clock, findExternalHolder, (error) => logger.error({ err: error, issuer: settings.externalIssuer }, 'the external issuer cannot be read'));
  return new TrustedIssuers({ unitOfWork, node, clock, signingKeys: new SigningKeys(unitOfWork, settings), external });
}
