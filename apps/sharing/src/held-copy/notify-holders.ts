import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { dataUpdated } from '@gongshu/contracts';
import { NodeRegulation, optionalParameter, type Transaction } from '@gongshu/service-kit';
import type { ShareableEntry } from '../shareable-entry/shareable-entry.js';
import { noticeFrom } from './held-copy.js';
import { HeldCopyStore } from './held-copy.store.js';
import { KeepNotice } from './keep-notice.js';

/**
 * After an update everyone who holds a grant on the data or a copy of them is told, once for each version, and nobody else. What is addressed to this very node does not come
 * back by federation, so the notice kept here is also the one that acquirers of this node read.
 */
@Injectable()
export class NotifyHolders {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly copies: HeldCopyStore,
    private readonly keepNotice: KeepNotice,
  ) {}

  async run(tx: Transaction, entry: Pick<ShareableEntry, 'id' | 'name' | 'provider'>, version: number): Promise<void> {
    const rule = optionalParameter(this.regulation.pack, 'dataUpdate.notify');
    if (rule?.value !== true) return;
    const { id: entryId, name: entryName, provider } = entry;
    for (const { holder: receiver } of await this.copies.holders(tx, entryId)) {
      const told = { addressedTo: receiver.node, noticeId: randomUUID(), receiver, provider, entryId, entryName, version, article: rule.source.article, noticedAt: tx.ctx.now };
      if (await this.keepNotice.run(tx, noticeFrom(told, tx.ctx.node.code))) tx.announce(dataUpdated, told.noticeId, told);
    }
  }
}
