import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { Supply } from './supply.js';
import { SupplyStore } from './supply.store.js';

/** What the exchange has of an entry's data. */
export interface Source {
  readonly hasInterface: boolean;
  readonly hasVersion: boolean;
}

/** What the catalogue supplies, for whoever compares needs with it. */
@Injectable()
export class FindSupply {
  constructor(private readonly supply: SupplyStore) {}

  /** Published entries of these ids; what was withdrawn is not among them. */
  byId(tx: Transaction, ids: readonly string[]): Promise<Supply[]> {
    return this.supply.find(tx, ids);
  }

  /** Published entries that have something of one of these names; whether they fit is for `fitting` to say. */
  like(tx: Transaction, names: readonly string[]): Promise<Supply[]> {
    return this.supply.candidates(tx, names);
  }

  sources(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, Source>> {
    return this.supply.sources(tx, ids);
  }
}
