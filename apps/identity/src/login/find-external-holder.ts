import type { TokenHolder } from '@gongshu/contracts';
import type { RequestContext, UnitOfWork } from '@gongshu/service-kit';
import type { FindHolder } from '../client/find-holder.js';
import type { IdentitySettings } from '../identity.config.js';
import type { AccountStore } from './account.store.js';

/** Who the subject of an external token is here, with the roles of this node's own staff record; null for nobody who may act. */
export class FindExternalHolder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountStore,
    private readonly findHolder: FindHolder,
    private readonly settings: Pick<IdentitySettings, 'tokenSeconds'>,
  ) {}

  async run(ctx: RequestContext, subject: string): Promise<TokenHolder | null> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const accountId = await this.accounts.ofExternalSubject(tx, subject);
      const holder = accountId === undefined ? null : await this.findHolder.run(tx, accountId);
      if (holder === null) return null;
      const { client, organisation, rights } = holder;
      return {
        clientId: client.clientId,
        organisationId: organisation.id,
        organisation: organisation.name,
        division: organisation.division,
        level: organisation.level,
        roles: [...rights.roles],
        generation: client.generation,
        until: new Date(Date.parse(ctx.now) + this.settings.tokenSeconds * 1000).toISOString(),
      };
    });
  }
}
