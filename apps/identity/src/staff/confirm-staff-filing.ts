import { Injectable } from '@nestjs/common';
import { identityProblems, Problem, problems, staffFilingConfirmed, type ConfirmStaffFiling as Confirmation, type StaffFiling } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { filingView, FilingStore } from './filing.store.js';

/** The same-level authority confirms a filing with its number, once (weihai 7). */
@Injectable()
export class ConfirmStaffFiling {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly filings: FilingStore,
  ) {}

  async run(ctx: RequestContext, input: Confirmation): Promise<StaffFiling> {
    const { id, number } = input;
    const { division, level } = actingOrganisation(ctx);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const filing = await this.filings.loadForUpdate(tx, id);
        // Another level's filing is not visible to the caller.
        if (filing?.division !== division || filing.level !== level) throw new Problem(problems.notFound);
        if (filing.number !== null) throw new Problem(identityProblems.filingConfirmed);
        if (await this.filings.numberTaken(tx, number)) throw new Problem(identityProblems.filingNumberTaken);
        await this.filings.confirm(tx, id, number);
        tx.announce(staffFilingConfirmed, filing.organisationId, { id, organisationId: filing.organisationId, number });
        return { ...filingView(filing), number, confirmedAt: ctx.now };
      },
      input,
    );
  }
}
