import { Injectable } from '@nestjs/common';
import { Problem, problems, type FindOpenDataSets as Wanted, type OpenDataSetPage } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { DataSetStore } from './data-set.store.js';

const POSITION = /^[1-9][0-9]{0,17}$/;

/** The open catalogue, the newest first; a cursor is the position of the last data set shown. */
@Injectable()
export class FindOpenDataSets {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: DataSetStore,
  ) {}

  async run(ctx: RequestContext, { q = '', limit = 50, cursor }: Wanted): Promise<OpenDataSetPage> {
    if (cursor !== undefined && !POSITION.test(cursor)) {
      throw new Problem(problems.invalidInput, { errors: [{ pointer: '/cursor', code: 'cursor', detail: 'not a cursor of this list' }] });
    }
    const rows = await this.unitOfWork.read(ctx, (tx) => this.dataSets.pageOpen(tx, q.trim(), cursor ?? null, limit + 1));
    const shown = rows.slice(0, limit);
    return { items: shown.map(({ position: _position, ...view }) => view), nextCursor: rows.length > limit ? (shown.at(-1)?.position ?? null) : null };
  }
}
