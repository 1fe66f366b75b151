import { Controller } from '@nestjs/common';
import {
  AskConsolidatedCatalogue,
  findConsolidatedEntries,
  FindConsolidatedEntries as EntriesQuestion,
  findReleases,
  FindReleases as Search,
  getConsolidatedCatalogue,
  releaseCatalogue,
  ReleaseCatalogue as Release,
  type CatalogueRelease,
  type CatalogueReleases,
  type ConsolidatedCatalogue,
  type ConsolidatedEntries,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindReleases } from './find-releases.js';
import { ReleaseCatalogue } from './release-catalogue.js';

@Controller()
export class ReleaseController {
  constructor(
    private readonly releasing: ReleaseCatalogue,
    private readonly finding: FindReleases,
  ) {}

  @Answers(releaseCatalogue)
  release(input: Release, ctx: RequestContext): Promise<CatalogueRelease> {
    return this.releasing.run(ctx, input);
  }

  @Answers(findReleases)
  releases(input: Search, ctx: RequestContext): Promise<CatalogueReleases> {
    return this.finding.releases(ctx, input);
  }

  @Answers(getConsolidatedCatalogue)
  current(_input: AskConsolidatedCatalogue, ctx: RequestContext): Promise<ConsolidatedCatalogue> {
    return this.finding.current(ctx);
  }

  @Answers(findConsolidatedEntries)
  entries(input: EntriesQuestion, ctx: RequestContext): Promise<ConsolidatedEntries> {
    return this.finding.entries(ctx, input);
  }
}
