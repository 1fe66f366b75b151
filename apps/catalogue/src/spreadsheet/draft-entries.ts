import { Problem, type EntryDraft } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import type { CompileEntry } from '../entry/compile-entry.js';

/** Compiles entries within a transaction that is under way, each exactly as one that is compiled alone. */
export class DraftEntries {
  /** @param compilingWith the use case that compiles one entry, on the given unit of work */
  constructor(private readonly compilingWith: (unitOfWork: UnitOfWork) => CompileEntry) {}

  /** Answers each draft's refusal, or null. A refusal comes before anything of the entry is written, so that the others stand. */
  async within(tx: Transaction, drafts: readonly EntryDraft[]): Promise<(Problem | null)[]> {
    const compiling = this.compilingWith(new WorkWithin(tx));
    const outcomes: (Problem | null)[] = [];
    for (const draft of drafts) {
      outcomes.push(
        await compiling.run(tx.ctx, draft).then(
          () => null,
          (error: unknown) => {
            if (error instanceof Problem) return error;
            throw error;
          },
        ),
      );
    }
    return outcomes;
  }
}

/** Work that is part of a transaction already begun: it commits with it, or not at all. */
class WorkWithin extends UnitOfWork {
  constructor(private readonly tx: Transaction) {
    super(tx.manager.dataSource);
  }

  override run<T>(_ctx: RequestContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return work(this.tx);
  }
}
