import { Controller } from '@nestjs/common';
import { callsInflated, permitsRefused, sharingProblems, type EventOf, type Party, type RefusedCall } from '@gongshu/contracts';
import { isSameOrganisation, NodeRegulation, optionalList, Reacts, type Transaction } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import type { Grant } from '../grant/grant.js';
import { BY_DETECTION, OpenViolation } from './open-violation.js';
import type { Sighting, ViolationKind } from './violation.js';

const OUT_OF_SCOPE: readonly string[] = [sharingProblems.scenarioMismatch.code, sharingProblems.purposeMismatch.code, sharingProblems.outsideGrant.code];

/** Refused and inflated calls become cases, after the fact: the data path itself pays nothing for it. */
@Controller()
export class WhenCallsGoWrong {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly getGrant: GetGrant,
    private readonly openViolation: OpenViolation,
  ) {}

  @Reacts(permitsRefused, { as: 'violation-when-permits-refused' })
  async refused({ data }: EventOf<typeof permitsRefused>, tx: Transaction): Promise<void> {
    const detected = this.detected();
    // In the order of grants, as whoever opens cases takes them.
    for (const [first, ...more] of groupsOf(data.calls)) {
      const kind = kindOf(first);
      if (kind === null || !detected.includes(kind)) continue;
      const grant = await this.ownGrant(tx, first.grantId);
      const suspect = grant === undefined ? null : suspectOf(first, kind, grant);
      if (grant === undefined || suspect === null) continue;
      const sighting: Sighting = { sign: first.fault ?? first.code, client: first.client, count: 1 + more.length, lastPermit: null, description: null };
      await this.openViolation.run(tx, grant, kind, suspect, sighting, BY_DETECTION);
    }
  }

  @Reacts(callsInflated, { as: 'violation-when-calls-inflated' })
  async inflated({ data }: EventOf<typeof callsInflated>, tx: Transaction): Promise<void> {
    const grant = await this.ownGrant(tx, data.grantId);
    if (grant === undefined || !this.detected().includes('CALL_INFLATION')) return;
    const { sign, client, count, lastPermit } = data;
    await this.openViolation.run(tx, grant, 'CALL_INFLATION', grant.requester, { sign, client, count, lastPermit, description: null }, BY_DETECTION);
  }

  private detected(): readonly string[] {
    return optionalList(this.regulation.pack, 'violation.detected');
  }

  private async ownGrant(tx: Transaction, id: string): Promise<Grant | undefined> {
    const grant = await this.getGrant.unscoped(tx, id);
    return grant?.ownerNode === tx.ctx.node.code ? grant : undefined;
  }
}

/** Calls with the same grant, client and fault, in the order of grants. */
function groupsOf(calls: readonly RefusedCall[]): readonly [RefusedCall, ...RefusedCall[]][] {
  const groups = new Map<string, [RefusedCall, ...RefusedCall[]]>();
  for (const call of calls) {
    const key = [call.grantId, call.client, call.code, call.fault ?? ''].join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return [...groups.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
}

function kindOf({ code, fault }: RefusedCall): ViolationKind | null {
  if (code === sharingProblems.notGranted.code) return 'FOREIGN_GRANT';
  if (!OUT_OF_SCOPE.includes(code)) return null;
  return fault === 'outside-hours' ? 'OUTSIDE_HOURS' : 'USE_OUT_OF_SCOPE';
}

/** A holder's own staff without a right to data is no other body. */
function suspectOf({ party }: RefusedCall, kind: ViolationKind, { requester }: Grant): Party | null {
  if (kind !== 'FOREIGN_GRANT') return requester;
  return party === undefined || isSameOrganisation(party, requester) ? null : party;
}
