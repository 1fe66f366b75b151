import { Injectable } from '@nestjs/common';
import { Problem, problems, type AuditEntryPage, type FindAuditEntries } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { EntryStore } from './entry.store.js';

const USUAL_LIMIT = 50;

/** The log in its own order; the cursor is the index to go on from. */
@Injectable()
export class FindEntries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntryStore,
  ) {}

  async run(ctx: RequestContext, input: FindAuditEntries): Promise<AuditEntryPage> {
    const limit = input.limit ?? USUAL_LIMIT;
    const found = await this.unitOfWork.read(ctx, (tx) => this.entries.find(tx, input, startOf(input.cursor), limit + 1));
    return { items: found.slice(0, limit), nextCursor: found[limit]?.index.toString() ?? null };
  }
}

function startOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^(0|[1-9]\d{0,14})$/.test(cursor)) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: '/cursor', code: 'cursor', detail: 'not a cursor this list has given' }] });
  }
  return Number(cursor);
}
