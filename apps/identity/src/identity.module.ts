import { Module } from '@nestjs/common';
import { AuthorityController } from './authority/authority.controller.js';
import { AuthorityStore } from './authority/authority.store.js';
import { IsNamedAuthority } from './authority/is-named-authority.js';
import { NameDataAuthority } from './authority/name-data-authority.js';
import { NameFirstAuthority } from './authority/name-first-authority.js';
import { WhenNeighbourNamesAuthority } from './authority/when-neighbour-names-authority.js';
import { WhenNodeRegistered } from './authority/when-node-registered.js';
import { BootstrapOperator } from './bootstrap-operator.js';
import { AdmitPerson } from './client/admit-person.js';
import { ClientController } from './client/client.controller.js';
import { ClientRightsNow } from './client/client-rights-now.js';
import { ClientStore } from './client/client.store.js';
import { EndTokens } from './client/end-tokens.js';
import { FindHolder } from './client/find-holder.js';
import { IssueToken } from './client/issue-token.js';
import { RegisterClient } from './client/register-client.js';
import { RevokeClient } from './client/revoke-client.js';
import { RotateSecret } from './client/rotate-secret.js';
import { WhenNeighbourTokensEnd } from './client/when-neighbour-tokens-end.js';
import { ClientProofController } from './client/client-proof.controller.js';
import { ClientProofStore } from './client/client-proof.store.js';
import { ClientSourceStore } from './client/client-source.store.js';
import { FailureCounts } from './client/failure-counts.js';
import { ProveClient } from './client/prove-client.js';
import { SetClientKey } from './client/set-client-key.js';
import { ComplianceController } from './compliance/compliance.controller.js';
import { ComplianceStore } from './compliance/compliance.store.js';
import { GetOrganisationCompliance } from './compliance/get-organisation-compliance.js';
import { AccountStore } from './login/account.store.js';
import { ActivateAccount } from './login/activate-account.js';
import { LogIn } from './login/log-in.js';
import { LoginController } from './login/login.controller.js';
import { LoginDoor } from './login/login-door.js';
import { LoginForms } from './login/login-forms.js';
import { LoginRecords } from './login/login-records.js';
import { LoginRecordStore } from './login/login-record.store.js';
import { RegisterAccount } from './login/register-account.js';
import { RegisterRelyingParty } from './login/register-relying-party.js';
import { RelyingPartyStore } from './login/relying-party.store.js';
import { Userinfo } from './login/userinfo.js';
import { NetworkZoneController } from './network-zone/network-zone.controller.js';
import { RecordZoneRefusal } from './network-zone/record-zone-refusal.js';
import { FindOrganisation } from './organisation/find-organisation.js';
import { FindOrganisations } from './organisation/find-organisations.js';
import { GetOrganisationHistory } from './organisation/get-organisation-history.js';
import { ImportOrganisations } from './organisation/import-organisations.js';
import { OrganisationAccess } from './organisation/organisation-access.js';
import { OrganisationController } from './organisation/organisation.controller.js';
import { OrganisationStore } from './organisation/organisation.store.js';
import { RecordOrganisation } from './organisation/record-organisation.js';
import { RegisterOrganisation } from './organisation/register-organisation.js';
import { ChangePlatformSetting } from './platform-setting/change-platform-setting.js';
import { FindPlatformSettings } from './platform-setting/find-platform-settings.js';
import { PlatformSettingController } from './platform-setting/platform-setting.controller.js';
import { ConfirmStaffFiling } from './staff/confirm-staff-filing.js';
import { EndPerson } from './staff/end-person.js';
import { FilingStore } from './staff/filing.store.js';
import { FindDuties } from './staff/find-duties.js';
import { FindPeople } from './staff/find-people.js';
import { FindStaffFilings } from './staff/find-staff-filings.js';
import { NamePerson } from './staff/name-person.js';
import { RecordPerson } from './staff/record-person.js';
import { SetUnit } from './staff/set-unit.js';
import { StaffController } from './staff/staff.controller.js';
import { StaffStore } from './staff/staff.store.js';
import { SigningKeys } from './token-issuer/signing-keys.js';
import { TokenIssuerController } from './token-issuer/token-issuer.controller.js';
import { WhenNeighbourChanged } from './token-issuer/when-neighbour-changed.js';

const organisations = [OrganisationStore, OrganisationAccess, RecordOrganisation, RegisterOrganisation, ImportOrganisations, FindOrganisation, FindOrganisations, GetOrganisationHistory];
const authorities = [AuthorityStore, IsNamedAuthority, NameFirstAuthority, NameDataAuthority];
const staff = [StaffStore, FilingStore, FindDuties, RecordPerson, NamePerson, EndPerson, SetUnit, FindPeople, FindStaffFilings, ConfirmStaffFiling];
const clients = [ClientStore, EndTokens, ClientRightsNow, FindHolder, AdmitPerson, RegisterClient, RevokeClient, RotateSecret, IssueToken, SigningKeys, BootstrapOperator];
const doors = [ClientProofStore, ClientSourceStore, FailureCounts, ProveClient, SetClientKey, RecordZoneRefusal];
const login = [AccountStore, LoginRecordStore, RelyingPartyStore, RegisterAccount, RegisterRelyingParty, ActivateAccount, LogIn, LoginRecords, LoginForms, Userinfo, LoginDoor];
const reports = [ComplianceStore, GetOrganisationCompliance, ChangePlatformSetting, FindPlatformSettings];

@Module({
  controllers: [
    OrganisationController,
    AuthorityController,
    StaffController,
    ClientController,
    ClientProofController,
    NetworkZoneController,
    ComplianceController,
    PlatformSettingController,
    TokenIssuerController,
    LoginController,
    WhenNeighbourChanged,
    WhenNeighbourTokensEnd,
    WhenNeighbourNamesAuthority,
    WhenNodeRegistered,
  ],
  providers: [...organisations, ...authorities, ...staff, ...clients, ...login, ...doors, ...reports],
})
export class IdentityModule {}
