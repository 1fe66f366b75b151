import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { creditCodeCheck } from '@gongshu/contracts';
import { CLOCK, NODE, platformContext, SETTINGS, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { hashSecret } from './client/client-secret.js';
import { ClientStore } from './client/client.store.js';
import type { IdentitySettings } from './identity.config.js';
import { OrganisationStore } from './organisation/organisation.store.js';

const CLIENT_ID = 'platform-operator';

/** The first client of a node, by which all others are registered: its secret comes from the operator's secret store. Without one there is no such client. */
@Injectable()
export class BootstrapOperator implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organisations: OrganisationStore,
    private readonly clients: ClientStore,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: IdentitySettings,
  ) {}

  async onModuleInit(): Promise<void> {
    const secret = this.settings.operatorSecret;
    if (secret === '') return;
    const hashed = await hashSecret(secret);
    const organisationId = `${this.node.code}-platform`;
    await this.unitOfWork.run(platformContext(this.node, this.clock, 'bootstrap-operator'), async (tx) => {
      if ((await this.organisations.find(tx, organisationId)) === undefined) {
        await this.organisations.save(tx, {
          id: organisationId,
          name: `${this.node.name}共享平台`,
          level: this.node.level,
          division: this.node.code,
          uscc: platformCreditCode(this.node.code),
          kind: 'PLATFORM',
        });
      }
      await this.clients.save(tx, { clientId: CLIENT_ID, organisationId, roles: ['OPERATOR'], secret: hashed, active: true, personId: null, scope: null, expiresOn: null });
    });
  }
}

/** The platform is no legal person; its place in the registry is marked by a subject code of zeros. */
function platformCreditCode(division: string): string {
  const first17 = `11${division}000000000`;
  return `${first17}${creditCodeCheck(first17) ?? '0'}`;
}
