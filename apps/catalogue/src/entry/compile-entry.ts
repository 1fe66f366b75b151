import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { caseMoved, entryMoved, type EntryDraft, type EntryView } from '@gongshu/contracts';
import { actingOrganisation, historyEntry, NodeRegulation, tellCase, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { ContentRules } from './content-rules.js';
import { checkContent, listed, takeTurn, type Entry } from './entry.js';
import { lawfulBeginning, withSharingType } from './entry-law.js';
import { EntryStore } from './entry.store.js';
import { EntryViews } from './entry-views.js';
import { secretsStayOutside } from './secrets-stay-outside.js';

/** A department drafts an entry about data of its own. */
@Injectable()
export class CompileEntry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly entries: EntryStore,
    private readonly views: EntryViews,
    private readonly rules: ContentRules,
  ) {}

  async run(ctx: RequestContext, input: EntryDraft): Promise<EntryView> {
    const provider = actingOrganisation(ctx);
    secretsStayOutside(this.regulation.pack, input);
    checkContent(input);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { pack } = this.regulation;
        const content = withSharingType(pack, input, ctx);
        const moved = lawfulBeginning(pack, ctx, { content, provider });
        await this.rules.check(tx, content, provider);
        const compiled: Entry = {
          id: randomUUID(),
          node: ctx.node.code,
          provider,
          compilers: [ctx.actor],
          content,
          code: null,
          version: 1,
          standing: moved.standing,
          history: [historyEntry(moved, ctx)],
          waitingFor: [],
          concerned: [],
          compiledAt: ctx.now,
          publishedAt: null,
          replacedAt: null,
          change: null,
          withdrawal: null,
        };
        const entry = takeTurn(compiled, moved.standing, pack);
        await this.entries.save(tx, entry);
        tellCase(tx, caseMoved.catalogue, pack, listed(entry));
        tx.announce(entryMoved, entry.id, { id: entry.id, act: moved.act, to: moved.to, article: moved.source.article, dueOn: entry.standing.dueOn });
        return this.views.of(entry, ctx);
      },
      input,
    );
  }
}
