import { auditService } from '@gongshu/audit';
import { catalogueService } from '@gongshu/catalogue';
import type { ServiceName } from '@gongshu/contracts';
import { exchangeService } from '@gongshu/exchange';
import { federationService } from '@gongshu/federation';
import { identityService } from '@gongshu/identity';
import { lawService } from '@gongshu/law';
import { openDataService } from '@gongshu/open-data';
import { qualityDisputeService } from '@gongshu/quality-dispute';
import type { ServiceDefinition } from '@gongshu/service-kit';
import { sharingService } from '@gongshu/sharing';

/** The services of a node, by name: a `Record`, so that a new service cannot be forgotten here. */
export const SERVICES: Readonly<Record<ServiceName, ServiceDefinition>> = {
  identity: identityService,
  catalogue: catalogueService,
  sharing: sharingService,
  exchange: exchangeService,
  'open-data': openDataService,
  'quality-dispute': qualityDisputeService,
  audit: auditService,
  federation: federationService,
  law: lawService,
};
