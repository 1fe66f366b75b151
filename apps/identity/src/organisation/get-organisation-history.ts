import { Injectable } from '@nestjs/common';
import type { GetOrganisation, OrganisationHistory } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { OrganisationAccess } from './organisation-access.js';
import { OrganisationStore } from './organisation.store.js';

/** Who changed an organisation's record, when, and what it was before. An auditor of the node looks into all of them. */
@Injectable()
export class GetOrganisationHistory {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organisations: OrganisationStore,
    private readonly access: OrganisationAccess,
  ) {}

  async run(ctx: RequestContext, { id }: GetOrganisation): Promise<OrganisationHistory> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const found = ctx.roles.includes('AUDITOR') ? await this.organisations.find(tx, id) : undefined;
      return { organisation: found ?? (await this.access.mustOversee(tx, id)), changes: await this.organisations.changes(tx, id) };
    });
  }
}
