import { Injectable } from '@nestjs/common';
import type { FindPeople as Search, People } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { OrganisationAccess } from '../organisation/organisation-access.js';
import { StaffStore } from './staff.store.js';

/** Units and staff, for the organisation itself and its authorities; those in office first. */
@Injectable()
export class FindPeople {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: OrganisationAccess,
    private readonly staff: StaffStore,
  ) {}

  async run(ctx: RequestContext, { organisationId }: Search): Promise<People> {
    return this.unitOfWork.read(ctx, async (tx) => {
      await this.access.mustOversee(tx, organisationId);
      return { units: await this.staff.units(tx, organisationId), staff: await this.staff.ofOrganisation(tx, organisationId) };
    });
  }
}
