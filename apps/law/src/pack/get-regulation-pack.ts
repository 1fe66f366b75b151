import { Injectable } from '@nestjs/common';
import type { EffectiveRegulationPack, GetRegulationPack as Query } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';
import { KnownPacks } from './known-packs.js';
import { packView } from './pack-view.js';

/** One pack with everything it inherits. */
@Injectable()
export class GetRegulationPack {
  constructor(private readonly packs: KnownPacks) {}

  run({ language }: RequestContext, { id, version }: Query): EffectiveRegulationPack {
    return packView(this.packs.find(id, version), language);
  }
}
