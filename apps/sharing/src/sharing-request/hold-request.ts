import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { SharingRequestStore } from './sharing-request.store.js';

/** Locks a request's row for whoever is about to lock its grant: acts on requests take the two in this order, and who took them the other way round would wait for them for ever. */
@Injectable()
export class HoldRequest {
  constructor(private readonly requests: SharingRequestStore) {}

  async run(tx: Transaction, id: string): Promise<void> {
    await this.requests.lockUnscoped(tx, id);
  }
}
