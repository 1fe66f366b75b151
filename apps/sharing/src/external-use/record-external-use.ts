import { Injectable } from '@nestjs/common';
import { caseMoved, externalUseConsented, externalUseMoved, externalUseProgressed, type StepView } from '@gongshu/contracts';
import type { Moved } from '@gongshu/regulation';
import { historyEntry, keepDeadline, NodeRegulation, stepView, tellCase, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
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
    const { id, grantId, entryId } = use;
    const pack = this.regulation.packOf(standing);
    await this.uses.save(tx, use);
    await keepDeadline(tx, EXTERNAL_USE_TIMERS, id, standing, { pack, calendar: await this.calendars.forAct(tx) });
    tx.announce(externalUseMoved, id, { id, grantId, entryId, act, to, article: source.article, dueOn: standing.dueOn });
    this.tellConsent(tx, use, source.article);
    tellCase(tx, caseMoved.sharing, pack, listed(use));
    this.tellOrigin(tx, use, stepView(pack, standing, tx.ctx.now));
    return use;
  }

  /** At the origin: the node that owns the grant went on with it. */
  async follow(tx: Transaction, use: ExternalUse, article: string): Promise<void> {
    await this.uses.save(tx, use);
    this.tellConsent(tx, use, article);
  }

  /** Keeps the node where an application was filed up to date. */
  tellOrigin(tx: Transaction, { id, originNode, history, consent }: Pick<ExternalUse, 'id' | 'originNode' | 'history' | 'consent'>, step: StepView): void {
    if (originNode === tx.ctx.node.code) return;
    tx.announce(externalUseProgressed, id, { addressedTo: originNode, id, step, history: [...history], consent });
  }

  private tellConsent(tx: Transaction, { id, grantId, entryId, requester, provider, consent }: ExternalUse, article: string): void {
    if (consent === null) return;
    const { columns, validFrom, validUntil } = consent;
    tx.announce(externalUseConsented, id, { id, grantId, entryId, requester, provider, columns, validFrom, validUntil, article });
  }
}
