import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type RowCondition } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import { rowFilterFault } from './row-filter.js';
import type { SharingRequest } from './sharing-request.js';

/** A reply may give fewer columns, and rows under further conditions; never more than was asked for. */
@Injectable()
export class NarrowRequest {
  constructor(private readonly entries: FindShareableEntry) {}

  /** @throws Problem `sharing/not-narrower` for a column that was not asked for */
  async run(tx: Transaction, request: SharingRequest, { columns, rows }: { columns?: readonly string[]; rows?: readonly RowCondition[] }): Promise<Partial<SharingRequest>> {
    const wider = columns?.find((column) => !request.columns.includes(column));
    if (wider !== undefined) throw new Problem(sharingProblems.notNarrower, { errors: [{ pointer: '/columns', code: 'not-asked-for', detail: wider }] });
    if (rows !== undefined) {
      const entry = await this.entries.run(tx, request.entryId);
      const fault = rowFilterFault(rows, entry?.columns ?? request.columns);
      if (fault !== null) throw new Problem(problems.invalidInput, { errors: [fault] });
    }
    return {
      ...(columns === undefined ? {} : { columns: request.columns.filter((column) => columns.includes(column)) }),
      ...(rows === undefined ? {} : { rowFilter: [...request.rowFilter, ...rows] }),
    };
  }
}
