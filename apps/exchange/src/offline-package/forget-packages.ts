import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { PackageStore } from './package.store.js';

@Injectable()
export class ForgetPackages {
  constructor(private readonly packages: PackageStore) {}

  /** Takes the bytes of expired packages out of the records, which stay; answers their keys in the file store. */
  async run(tx: Transaction): Promise<string[]> {
    return this.packages.takeExpired(tx);
  }
}
