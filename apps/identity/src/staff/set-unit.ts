import { Injectable } from '@nestjs/common';
import { unitChanged, type Unit } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { OrganisationAccess } from '../organisation/organisation-access.js';
import { StaffStore } from './staff.store.js';

/** A unit of an organisation, such as the body dedicated to data work (hebei 6). */
@Injectable()
export class SetUnit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: OrganisationAccess,
    private readonly staff: StaffStore,
  ) {}

  async run(ctx: RequestContext, input: Unit): Promise<Unit> {
    const { organisationId, unitId } = input;
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        await this.access.mustManage(tx, organisationId);
        await this.staff.saveUnit(tx, input);
        tx.announce(unitChanged, organisationId, { organisationId, unitId });
        return input;
      },
      input,
    );
  }
}
