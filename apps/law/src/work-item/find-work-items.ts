import { Injectable } from '@nestjs/common';
import { isId, type FindWorkItems as Search, type WorkItem, type WorkItemPage } from '@gongshu/contracts';
import { isDay, localDay, plusDays, type Day } from '@gongshu/regulation';
import { cutPage, pageStart, UnitOfWork, type PageOrder, type RequestContext } from '@gongshu/service-kit';
import type { Language } from '../pack/once-in-each-language.js';
import { WorkItemStore, type DueBetween, type KeptWorkItem } from './work-item.store.js';

const NO_PERIOD = '9999-12-31';
const FIRST = '0001-01-01';

/** The most urgent first, what has no period last; the id decides between cases due on one day. */
const BY_DUE_DAY: PageOrder = {
  start: `${FIRST}_00000000-0000-0000-0000-000000000000`,
  isCursor: (text) => {
    const [day = '', id, ...more] = text.split('_');
    return isDay(day) && isId(id) && more.length === 0;
  },
};

/** What waits for the caller across all services of the node. */
@Injectable()
export class FindWorkItems {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly items: WorkItemStore,
  ) {}

  async run(ctx: RequestContext, search: Search): Promise<WorkItemPage> {
    const { after, limit } = pageStart(search, BY_DUE_DAY);
    const today = localDay(ctx.now);
    const found = await this.unitOfWork.read(ctx, (tx) => this.items.page(tx, daysOf(search.state, today), after, limit + 1));
    return cutPage(found, limit, ({ due, id }) => `${due}_${id}`, (item) => itemView(item, today, ctx.language));
  }
}

function daysOf(state: string | undefined, today: Day): DueBetween {
  if (state === 'overdue') return { first: FIRST, last: plusDays(today, -1) };
  if (state === 'running') return { first: today, last: plusDays(NO_PERIOD, -1) };
  return { first: state === 'without-period' ? NO_PERIOD : FIRST, last: NO_PERIOD };
}

function itemView({ label, since, due: _due, dueOn, ...item }: KeptWorkItem, today: Day, language: Language): WorkItem {
  const state = dueOn === null ? 'without-period' : dueOn < today ? 'overdue' : 'running';
  return { ...item, label: label[language], since: since.toISOString(), dueOn, state, actHref: `${item.href}/acts` };
}
