import { Injectable } from '@nestjs/common';
import type { IncompleteOrganisation, IncompletePlace, OrganisationCompliance, PageQuery } from '@gongshu/contracts';
import { actingOrganisation, NodeRegulation, pageStart, UnitOfWork, type PageOrder, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { partyKinds } from '../organisation/admissible-kind.js';
import { overseesPlace } from '../organisation/managed-place.js';
import { OrganisationAccess } from '../organisation/organisation-access.js';
import { ComplianceStore, type StaffedOrganisation } from './compliance.store.js';
import { authorityDemand, demandsOn, unmet } from './demands.js';

const BY_ID: PageOrder = { start: '', isCursor: (text) => /^[a-z0-9-]{3,64}$/.test(text) };
const BATCH = 500;

/** Who sees what: everything, what lies in a territory, or one organisation alone. */
interface Sight {
  readonly only: string | null;
  readonly sees: (place: { readonly division: string; readonly level: string; readonly area?: string | undefined }) => boolean;
}

/** What the law in force at this node demands and is missing: for operators the whole node, for authorities their territory, for an organisation itself. */
@Injectable()
export class GetOrganisationCompliance {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly access: OrganisationAccess,
    private readonly compliance: ComplianceStore,
  ) {}

  async run(ctx: RequestContext, query: PageQuery): Promise<OrganisationCompliance> {
    const { after, limit } = pageStart(query, BY_ID);
    return this.unitOfWork.read(ctx, async (tx) => {
      const sight = await this.sight(tx);
      const items = await this.incomplete(tx, sight, after, limit + 1);
      const shown = items.slice(0, limit);
      return {
        places: query.cursor === undefined && sight.only === null ? await this.places(tx, sight) : [],
        items: shown,
        nextCursor: items.length > limit ? (shown.at(-1)?.organisationId ?? null) : null,
      };
    });
  }

  private async sight(tx: Transaction): Promise<Sight> {
    if (tx.ctx.roles.includes('OPERATOR')) return { only: null, sees: () => true };
    const authority = await this.access.authority(tx);
    if (authority === null) return { only: actingOrganisation(tx.ctx).id, sees: () => true };
    return { only: null, sees: (place) => overseesPlace(authority, place) };
  }

  private async incomplete(tx: Transaction, { only, sees }: Sight, start: string, wanted: number): Promise<IncompleteOrganisation[]> {
    const { pack } = this.regulation;
    const demands = demandsOn(pack);
    const found: IncompleteOrganisation[] = [];
    if (demands.length === 0) return found;
    let batch: StaffedOrganisation[];
    let after = start;
    do {
      batch = await this.compliance.staffed(tx, partyKinds(pack), only, after, BATCH);
      for (const { id, name, level, division, area, ...staffing } of batch) {
        after = id;
        const missing = sees({ level, division, area: area ?? undefined }) ? unmet(demands, staffing) : [];
        if (missing.length > 0) found.push({ organisationId: id, name, level, division, missing });
        if (found.length === wanted) return found;
      }
    } while (batch.length === BATCH);
    return found;
  }

  private async places(tx: Transaction, { sees }: Sight): Promise<IncompletePlace[]> {
    const { levels, demand } = authorityDemand(this.regulation.pack);
    if (demand === undefined || levels.length === 0) return [];
    return (await this.compliance.vacant(tx, levels)).filter((place) => sees(place)).map((place) => ({ ...place, missing: [demand] }));
  }
}
