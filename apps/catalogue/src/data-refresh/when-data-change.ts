import { Controller } from '@nestjs/common';
import { dataRefreshOverdue, entryPublished, entryWithdrawn, interfaceRegistered, versionCompleted, type DataRefreshOverdue, type EventOf } from '@gongshu/contracts';
import { endOfDay, localDay } from '@gongshu/regulation';
import { NodeRegulation, OnTimer, Reacts, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { OpenChange } from '../entry/open-change.js';
import { DataRefreshStore, type KnownData } from './data-refresh.store.js';
import { dataChangeCallsForUpdate, refreshDuty } from './refresh-law.js';

const TIMER = 'data-refresh';

/** What the exchange tells of the data behind entries: they were refreshed, or their source has changed. */
@Controller()
export class WhenDataChange {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly refreshes: DataRefreshStore,
    private readonly openChange: OpenChange,
  ) {}

  @Reacts(entryPublished, { as: 'data-refresh-when-entry-published' })
  async begin({ data }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    const { id, name, provider, updateCycle, aggregation, publishedAt } = data;
    await this.expect(tx, await this.refreshes.keepEntry(tx, { id, name, providerId: provider.id, updateCycle, aggregation, publishedOn: localDay(publishedAt) }));
  }

  @Reacts(entryWithdrawn, { as: 'data-refresh-when-entry-withdrawn' })
  async end({ data: { id } }: EventOf<typeof entryWithdrawn>, tx: Transaction): Promise<void> {
    await this.refreshes.forget(tx, id);
    await tx.stopTimer(TIMER, id);
  }

  @Reacts(versionCompleted, { as: 'data-refresh-when-version-completed' })
  async refresh({ data: { entryId }, time }: EventOf<typeof versionCompleted>, tx: Transaction): Promise<void> {
    await this.expect(tx, await this.refreshes.keepData(tx, entryId, localDay(time)));
  }

  /** The first registration says where the data are; a later one with another address is a change of what is shared. */
  @Reacts(interfaceRegistered, { as: 'change-when-interface-registered' })
  async changeSource({ data: { entryId, url }, time }: EventOf<typeof interfaceRegistered>, tx: Transaction): Promise<void> {
    const before = await this.refreshes.keepSource(tx, entryId, url);
    if (before === null || before === url || !dataChangeCallsForUpdate(this.regulation.pack)) return;
    await this.openChange.openForOwner(tx, { id: entryId, cause: 'DATA_CHANGE', changedOn: localDay(time), change: '数据来源接口已变更' });
  }

  @OnTimer(TIMER)
  async lapse({ key, payload }: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(dataRefreshOverdue, key, payload as unknown as DataRefreshOverdue);
  }

  /** A due day that stays is not told again. */
  private async expect(tx: Transaction, known: KnownData | undefined): Promise<void> {
    if (known === undefined) return;
    const { entryId, updateCycle, aggregation, publishedOn, refreshedOn, providerId } = known;
    if (updateCycle === null || aggregation === null || publishedOn === null) return;
    const duty = refreshDuty(this.regulation.pack, { updateCycle, aggregation, publishedOn, refreshedOn });
    if ((duty?.dueOn ?? null) === known.dueOn) return;
    await this.refreshes.setDue(tx, entryId, duty);
    if (duty === null) await tx.stopTimer(TIMER, entryId);
    else await tx.startTimer(TIMER, entryId, endOfDay(duty.dueOn), { entryId, provider: providerId ?? '', updateCycle, ...duty });
  }
}
