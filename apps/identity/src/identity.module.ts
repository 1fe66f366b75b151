import { Module } from '@nestjs/common';
import { BootstrapOperator } from './bootstrap-operator.js';
import { ClientController } from './client/client.controller.js';
import { ClientStore } from './client/client.store.js';
import { IssueToken } from './client/issue-token.js';
import { RegisterClient } from './client/register-client.js';
import { RevokeClient } from './client/revoke-client.js';
import { FindOrganisation } from './organisation/find-organisation.js';
import { FindOrganisations } from './organisation/find-organisations.js';
import { OrganisationController } from './organisation/organisation.controller.js';
import { OrganisationStore } from './organisation/organisation.store.js';
import { RegisterOrganisation } from './organisation/register-organisation.js';
import { SigningKeys } from './token-issuer/signing-keys.js';
import { TokenIssuerController } from './token-issuer/token-issuer.controller.js';
import { WhenNeighbourChanged } from './token-issuer/when-neighbour-changed.js';

@Module({
  controllers: [OrganisationController, ClientController, TokenIssuerController, WhenNeighbourChanged],
  providers: [OrganisationStore, ClientStore, SigningKeys, RegisterOrganisation, FindOrganisation, FindOrganisations, RegisterClient, RevokeClient, IssueToken, BootstrapOperator],
})
export class IdentityModule {}
