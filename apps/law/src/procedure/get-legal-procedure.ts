import { Injectable } from '@nestjs/common';
import { lawProblems, Problem, type GetLegalProcedure as Query, type LegalProcedure } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';
import { KnownPacks } from '../pack/known-packs.js';
import { proceduresOf } from './procedure-view.js';

/** One procedure of a pack, as steps and as a diagram. */
@Injectable()
export class GetLegalProcedure {
  constructor(private readonly packs: KnownPacks) {}

  run({ language }: RequestContext, { id, version, name }: Query): LegalProcedure {
    const found = proceduresOf(this.packs.find(id, version), language).get(name);
    if (found === undefined) throw new Problem(lawProblems.unknownProcedure);
    return found;
  }
}
