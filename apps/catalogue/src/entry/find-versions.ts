import { Injectable } from '@nestjs/common';
import { Problem, problems, type CompareVersions, type EntryId, type EntryVersions, type FieldDifference, type VersionDifferences } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { differencesBetween, type Entry } from './entry.js';
import { EntryStore } from './entry.store.js';

/** The versions of an entry, and what changed between two of them. */
@Injectable()
export class FindVersions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntryStore,
  ) {}

  async list(ctx: RequestContext, { id }: EntryId): Promise<EntryVersions> {
    const versions = await this.of(ctx, id);
    return {
      items: versions.map(({ version, standing, change, publishedAt, replacedAt, withdrawal }, index) => {
        const before = versions[index + 1];
        const changedFields = before === undefined ? [] : differences(before, versions[index] as Entry).map(({ field }) => field);
        return { version, state: standing.step, cause: change?.cause ?? null, changedOn: change?.changedOn ?? null, publishedAt, replacedAt, withdrawalReasons: withdrawal?.reasons ?? null, changedFields };
      }),
    };
  }

  async compare(ctx: RequestContext, { id, from, to }: CompareVersions): Promise<VersionDifferences> {
    const versions = await this.of(ctx, id);
    const [one, other] = [from, to].map((wanted) => versions.find(({ version }) => version === wanted));
    if (one === undefined || other === undefined) throw new Problem(problems.notFound);
    return { from, to, items: differences(one, other) };
  }

  /** @throws Problem 404 where the caller may see no version at all */
  private async of(ctx: RequestContext, id: string): Promise<Entry[]> {
    const versions = await this.unitOfWork.read(ctx, (tx) => this.entries.versions(tx, id));
    if (versions.length === 0) throw new Problem(problems.notFound);
    return versions;
  }
}

function differences(one: Entry, other: Entry): FieldDifference[] {
  return differencesBetween(one.content, other.content);
}
