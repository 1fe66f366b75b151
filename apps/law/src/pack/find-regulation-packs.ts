import { Injectable } from '@nestjs/common';
import type { RegulationPackList } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';
import { KnownPacks } from './known-packs.js';
import { packSummary } from './pack-view.js';

/** Every pack, the platform's own included. */
@Injectable()
export class FindRegulationPacks {
  constructor(private readonly packs: KnownPacks) {}

  run({ language }: RequestContext): RegulationPackList {
    return { items: this.packs.newest().map((pack) => packSummary(pack, language)) };
  }
}
