import { Controller } from '@nestjs/common';
import {
  confirmStaffFiling,
  ConfirmStaffFiling as Confirmation,
  endPerson,
  EndPerson as Ending,
  findPeople,
  FindPeople as Search,
  findStaffFilings,
  namePerson,
  NamePerson as Naming,
  PageQuery,
  setUnit,
  Unit,
  type People,
  type PersonView,
  type StaffFiling,
  type StaffFilings,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ConfirmStaffFiling } from './confirm-staff-filing.js';
import { EndPerson } from './end-person.js';
import { FindPeople } from './find-people.js';
import { FindStaffFilings } from './find-staff-filings.js';
import { NamePerson } from './name-person.js';
import { SetUnit } from './set-unit.js';

@Controller()
export class StaffController {
  constructor(
    private readonly settingUnit: SetUnit,
    private readonly naming: NamePerson,
    private readonly ending: EndPerson,
    private readonly findingPeople: FindPeople,
    private readonly findingFilings: FindStaffFilings,
    private readonly confirming: ConfirmStaffFiling,
  ) {}

  @Answers(setUnit)
  setUnit(input: Unit, ctx: RequestContext): Promise<Unit> {
    return this.settingUnit.run(ctx, input);
  }

  @Answers(namePerson)
  name(input: Naming, ctx: RequestContext): Promise<PersonView> {
    return this.naming.run(ctx, input);
  }

  @Answers(endPerson)
  end(input: Ending, ctx: RequestContext): Promise<PersonView> {
    return this.ending.run(ctx, input);
  }

  @Answers(findPeople)
  people(input: Search, ctx: RequestContext): Promise<People> {
    return this.findingPeople.run(ctx, input);
  }

  @Answers(findStaffFilings)
  filings(input: PageQuery, ctx: RequestContext): Promise<StaffFilings> {
    return this.findingFilings.run(ctx, input);
  }

  @Answers(confirmStaffFiling)
  confirm(input: Confirmation, ctx: RequestContext): Promise<StaffFiling> {
    return this.confirming.run(ctx, input);
  }
}
