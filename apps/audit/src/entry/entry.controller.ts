import { Controller } from '@nestjs/common';
import {
  FindAuditEntries,
  findAuditEntries,
  GetConsistencyProof,
  getConsistencyProof,
  GetInclusionProof,
  getInclusionProof,
  GetTile,
  getTile,
  type AuditEntryPage,
  type ConsistencyProof,
  type InclusionProof,
  type RawBody,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindEntries } from './find-entries.js';
import { GetProof } from './get-proof.js';
import { GetTileBytes } from './get-tile-bytes.js';

@Controller()
export class EntryController {
  constructor(
    private readonly findEntries: FindEntries,
    private readonly getProof: GetProof,
    private readonly getTileBytes: GetTileBytes,
  ) {}

  @Answers(findAuditEntries)
  find(input: FindAuditEntries, ctx: RequestContext): Promise<AuditEntryPage> {
    return this.findEntries.run(ctx, input);
  }

  @Answers(getTile)
  tile(input: GetTile, ctx: RequestContext): Promise<RawBody> {
    return this.getTileBytes.run(ctx, input);
  }

  @Answers(getInclusionProof)
  inclusionProof(input: GetInclusionProof, ctx: RequestContext): Promise<InclusionProof> {
    return this.getProof.inclusion(ctx, input);
  }

  @Answers(getConsistencyProof)
  consistencyProof(input: GetConsistencyProof, ctx: RequestContext): Promise<ConsistencyProof> {
    return this.getProof.consistency(ctx, input);
  }
}
