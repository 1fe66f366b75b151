import { Injectable } from '@nestjs/common';
import { identityProblems, Problem, problems, type NamePerson as Naming, type PersonView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { localDay } from '@gongshu/regulation';
import { OrganisationAccess } from '../organisation/organisation-access.js';
import { RecordPerson } from './record-person.js';
import { StaffStore } from './staff.store.js';

/** An organisation names a person for duties, or changes what it said of one; a person who is replaced leaves office with the same act. */
@Injectable()
export class NamePerson {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: OrganisationAccess,
    private readonly staff: StaffStore,
    private readonly record: RecordPerson,
  ) {}

  async run(ctx: RequestContext, input: Naming): Promise<PersonView> {
    const { replaces, ...person } = input;
    const { organisationId, personId, unitId, since } = person;
    const today = localDay(ctx.now);
    if (since > today) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/since', code: 'future', detail: 'a person is named from the day on, not before' }] });
    if (replaces === personId) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/replaces', code: 'same', detail: 'nobody replaces himself' }] });
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        await this.access.mustManage(tx, organisationId);
        await this.staff.lock(tx, organisationId);
        if (unitId !== undefined && !(await this.staff.hasUnit(tx, organisationId, unitId))) {
          throw new Problem(identityProblems.unknownUnit, { errors: [{ pointer: '/unitId', code: 'unknown', detail: unitId }] });
        }
        if (replaces !== undefined) {
          const former = await this.staff.find(tx, organisationId, replaces);
          if (former === undefined || former.until !== null) throw new Problem(identityProblems.unknownPerson, { errors: [{ pointer: '/replaces', code: 'unknown', detail: replaces }] });
          await this.record.run(tx, former, { ...former, until: today });
        }
        const named: PersonView = { ...person, duties: [...new Set(person.duties)], until: null };
        await this.record.run(tx, await this.staff.find(tx, organisationId, personId), named);
        return named;
      },
      input,
    );
  }
}
