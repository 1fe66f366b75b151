import { Injectable } from '@nestjs/common';
import { identityProblems, Problem, problems, type EndPerson as Ending, type PersonView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { localDay } from '@gongshu/regulation';
import { OrganisationAccess } from '../organisation/organisation-access.js';
import { RecordPerson } from './record-person.js';
import { StaffStore } from './staff.store.js';

/** A person leaves office: no new tokens for the person's clients, and those that are about are refused from now on. */
@Injectable()
export class EndPerson {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: OrganisationAccess,
    private readonly staff: StaffStore,
    private readonly record: RecordPerson,
  ) {}

  async run(ctx: RequestContext, input: Ending): Promise<PersonView> {
    const { organisationId, personId } = input;
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        await this.access.mustManage(tx, organisationId);
        await this.staff.lock(tx, organisationId);
        const person = await this.staff.find(tx, organisationId, personId);
        if (person === undefined) throw new Problem(problems.notFound);
        if (person.until !== null) throw new Problem(identityProblems.personEnded);
        const ended = { ...person, until: localDay(ctx.now) };
        await this.record.run(tx, person, ended);
        return ended;
      },
      input,
    );
  }
}
