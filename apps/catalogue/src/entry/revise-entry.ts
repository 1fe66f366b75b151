import { Injectable } from '@nestjs/common';
import { catalogueProblems, entryMoved, Problem, type EntryView, type ReviseEntry as Revision } from '@gongshu/contracts';
import { historyEntry, NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { ContentRules } from './content-rules.js';
import { checkContent, isEditable, partiesOf, type Entry } from './entry.js';
import { withSharingType } from './entry-law.js';
import { EntryStore } from './entry.store.js';
import { EntryViews } from './entry-views.js';
import { secretsStayOutside } from './secrets-stay-outside.js';
import { typeMustStay } from './type-must-stay.js';

const ACT = 'revise';

/** The provider rewrites a draft or an entry that was returned. No step is taken, so the law's procedure stays where it is; the act is on record all the same. */
@Injectable()
export class ReviseEntry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly entries: EntryStore,
    private readonly views: EntryViews,
    private readonly rules: ContentRules,
  ) {}

  async run(ctx: RequestContext, input: Revision): Promise<EntryView> {
    const { id, ...draft } = input;
    secretsStayOutside(this.regulation.pack, draft);
    checkContent(draft);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const entry = await this.entries.loadForUpdate(tx, id);
        if (!partiesOf(entry, ctx).includes('owner')) throw new Problem(catalogueProblems.notYourTurn);
        const { step } = entry.standing;
        const pack = this.regulation.packOf(entry.standing);
        if (!isEditable(entry, pack)) throw new Problem(catalogueProblems.actNotAllowed);
        // A revision rests on the provision under which the entry was compiled.
        const article = entry.history[0]?.article ?? '';
        const content = withSharingType(pack, draft, ctx);
        typeMustStay(entry, content, pack);
        await this.rules.check(tx, content, entry.provider);
        const revised: Entry = {
          ...entry,
          content,
          compilers: [...new Set([...entry.compilers, ctx.actor])],
          history: [...entry.history, historyEntry({ act: ACT, from: step, to: step, source: { article }, due: null }, ctx)],
        };
        await this.entries.save(tx, revised);
        tx.announce(entryMoved, id, { id, act: ACT, to: step, article, dueOn: entry.standing.dueOn });
        return this.views.of(revised, ctx);
      },
      input,
    );
  }
}
