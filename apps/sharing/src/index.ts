import { CreateCalendarYears20260103000000, CreateDocumentKeys20260110000000, type ServiceDefinition } from '@gongshu/service-kit';
import { CreateSharing20260102000000 } from './migrations/20260102T0000-create-sharing.js';
import { RenewGrants20260104000000 } from './migrations/20260104T0000-renew-grants.js';
import { KeepScope20260105000000 } from './migrations/20260105T0000-keep-scope.js';
import { NamedParties20260106000000 } from './migrations/20260106T0000-named-parties.js';
import { GrantTerms20260201000000 } from './migrations/20260201T0000-grant-terms.js';
import { StateMoreOfRequests20260120000000 } from './migrations/20260120T0000-state-more-of-requests.js';
import { ChainPermits20260202000000 } from './migrations/20260202T0000-chain-permits.js';
import { SignedDocuments20260203000000 } from './migrations/20260203T0000-signed-documents.js';
import { ExternalUse20260215090000 } from './migrations/20260215T0900-external-use.js';
import { DataUpdates20260215091000 } from './migrations/20260215T0910-data-updates.js';
import { DemandAndSupply20260220090000 } from './migrations/20260220T0900-demand-and-supply.js';
import { KeepInterfaceCalls20260222090000 } from './migrations/20260222T0900-keep-interface-calls.js';
import { KeepZones20260212000000 } from './migrations/20260212T0000-keep-zones.js';
import { Misuse20260228090000 } from './migrations/20260228T0900-misuse.js';
import { RequestersActFromBelow20260305090000 } from './migrations/20260305T0900-requesters-act-from-below.js';
import { ExternalUseBetweenNodes20260305091000 } from './migrations/20260305T0910-external-use-between-nodes.js';
import { settings } from './sharing.config.js';
import { SharingModule } from './sharing.module.js';

/** The sharing service: what the kit needs to run it. */
export const sharingService = {
  name: 'sharing',
  module: SharingModule,
  settings,
  migrations: [CreateSharing20260102000000, CreateCalendarYears20260103000000, RenewGrants20260104000000, KeepScope20260105000000, NamedParties20260106000000, StateMoreOfRequests20260120000000, GrantTerms20260201000000, CreateDocumentKeys20260110000000, ChainPermits20260202000000, SignedDocuments20260203000000, KeepZones20260212000000, ExternalUse20260215090000, DataUpdates20260215091000, DemandAndSupply20260220090000, KeepInterfaceCalls20260222090000, Misuse20260228090000, RequestersActFromBelow20260305090000, ExternalUseBetweenNodes20260305091000],
} satisfies ServiceDefinition;
