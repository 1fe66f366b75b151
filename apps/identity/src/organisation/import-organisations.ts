import { Injectable } from '@nestjs/common';
import type { OrganisationImportFault, ImportOrganisations as Sheet, OrganisationImportReport } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { faultsOf, readSheet } from './read-sheet.js';
import { RecordOrganisation } from './record-organisation.js';

/** Takes a transaction back with a report: a sheet with faults, of which all or nothing was wanted. */
class NothingWritten extends Error {
  constructor(readonly report: OrganisationImportReport) {
    super('the sheet has faults');
  }
}

/** Registers the organisations of a sheet in one transaction, by the rules of a single registration. */
@Injectable()
export class ImportOrganisations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly record: RecordOrganisation,
  ) {}

  async run(ctx: RequestContext, input: Sheet): Promise<OrganisationImportReport> {
    const { rows, faults: malformed, count } = readSheet(input.csv);
    const { mode } = input;
    try {
      return await this.unitOfWork.run(ctx, async (tx) => {
        const faults: OrganisationImportFault[] = [...malformed];
        let registered = 0;
        for (const { row, organisation } of rows) {
          try {
            // A refusal comes before anything of the row is written.
            await this.record.run(tx, organisation);
            registered += 1;
          } catch (error) {
            faults.push(...faultsOf(row, error));
          }
        }
        const ordered = faults.sort((a, b) => a.row - b.row).slice(0, 2_000);
        if (mode === 'ALL_OR_NOTHING' && faults.length > 0) throw new NothingWritten({ mode, rows: count, registered: 0, faults: ordered });
        return { mode, rows: count, registered, faults: ordered };
      }, input);
    } catch (error) {
      if (error instanceof NothingWritten) return error.report;
      throw error;
    }
  }
}
