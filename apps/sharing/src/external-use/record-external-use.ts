import { Injectable } from '@nestjs/common';
import { caseMoved, externalUseConsented, externalUseMoved } from '@gongshu/contracts';
import type { Moved } from '@gongshu/regulation';
import { historyEntry, keepDeadline, NodeRegulation, tellCase, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import { EXTERNAL_USE_TIMERS, listed, type ExternalUse } from './external-use.js';
import { ExternalUseStore } from './external-use.store.js';

/** What follows from every act on an application: history, deadline, and who is told. */
@Injectable()
export class RecordExternalUse {
  constructor(
    private readonly uses: ExternalUseStore,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
  ) {}

  async run(tx: Transaction, before: Omit<ExternalUse, 'standing'>, moved: Moved, reasons: string | null): Promise<ExternalUse> {
    const { standing, act, to, source } = moved;
    const use: ExternalUse = { ...before, standing, history: [...before.history, historyEntry(moved, tx.ctx, reasons)] };
    const { id, grantId, entryId, requester, provider, consent } = use;
    const pack = this.regulation.packOf(standing);
    await this.uses.save(tx, use);
    await keepDeadline(tx, EXTERNAL_USE_TIMERS, id, standing, { pack, calendar: await this.calendars.forAct(tx) });
    tx.announce(externalUseMoved, id, { id, grantId, entryId, act, to, article: source.article, dueOn: standing.dueOn });
    if (consent !== null) {
      const { columns, validFrom, validUntil } = consent;
      tx.announce(externalUseConsented, id, { id, grantId, entryId, requester, provider, columns, validFrom, validUntil, article: source.article });
    }
    tellCase(tx, caseMoved.sharing, pack, listed(use));
    return use;
  }
}
