import { Injectable } from '@nestjs/common';
import { exchangeProblems, offlinePackageHandedOver, Problem, problems, type OfflinePackageId, type OfflinePackageView, type RecordHandOver as HandOverToRecord } from '@gongshu/contracts';
import { isSameOrganisation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { viewOfPackage, type OfflinePackage } from './package.js';
import { PackageStore } from './package.store.js';

/** What either side puts on record of a package that left by hand; both read the same record afterwards. */
@Injectable()
export class RecordHandOver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly packages: PackageStore,
  ) {}

  async get(ctx: RequestContext, { id }: OfflinePackageId): Promise<OfflinePackageView> {
    return this.unitOfWork.read(ctx, async (tx) => viewOfPackage(visibleTo(ctx, await this.packages.load(tx, id))));
  }

  async run(ctx: RequestContext, input: HandOverToRecord): Promise<OfflinePackageView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const found = visibleTo(ctx, await this.packages.loadForUpdate(tx, input.id));
        if (found.handOver !== null) throw new Problem(exchangeProblems.alreadyHandedOver);
        const { id, receivedBy, medium, handedOverAt } = input;
        const at = new Date(handedOverAt).toISOString();
        if (at < found.madeAt || at > ctx.now) {
          throw new Problem(problems.invalidInput, { errors: [{ pointer: '/handedOverAt', code: 'handedOverAt', detail: 'between the making of the package and now' }] });
        }
        const handOver = { receivedBy, medium, handedOverAt: at };
        await this.packages.saveHandOver(tx, id, handOver);
        tx.announce(offlinePackageHandedOver, id, { id, grantId: found.grantId, entryId: found.entryId, handedOverAt: at, sha256: found.sha256 });
        return viewOfPackage({ ...found, handOver });
      },
      input,
    );
  }
}

/** Both sides and the auditor; to everybody else there is no such package. */
function visibleTo({ organisation, roles, node }: RequestContext, found: OfflinePackage): OfflinePackage {
  const sides = [{ id: found.requesterId, node: found.requesterNode }, { id: found.providerId, node: node.code }];
  const side = organisation !== null && sides.some((party) => isSameOrganisation(party, organisation));
  if (!side && !roles.includes('AUDITOR')) throw new Problem(problems.notFound);
  return found;
}
