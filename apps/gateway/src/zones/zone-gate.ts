import type { BlockList } from 'node:net';
import type { Logger } from 'pino';
import { identityProblems, Problem, recordZoneRefusal, type ProblemParts } from '@gongshu/contracts';
import { platformContext, type Clock, type NodeIdentity, type RequestClient } from '@gongshu/service-kit';
import { addressRanges, callerAddress, networkZones, zoneOf, type NetworkZones } from './network-zones.js';

export interface ZoneRules {
  readonly zones: NetworkZones;
  /** Zones from which data may be shared; null for all, named or not. */
  readonly sharing: ReadonlySet<string> | null;
  readonly trustedProxies: BlockList;
}

/** @throws Error for settings that cannot be read, or that let zones in that nobody named */
export function zoneRules({ networkZones: zonesText, sharingZones, trustedProxies }: { readonly networkZones: string; readonly sharingZones: string; readonly trustedProxies: string }): ZoneRules {
  const zones = networkZones(zonesText);
  const sharing = sharingZones.split(',').map((name) => name.trim()).filter((name) => name !== '');
  const unknown = sharing.find((name) => !zones.has(name));
  if (unknown !== undefined) throw new Error(`Settings: SHARING_ZONES names "${unknown}", which NETWORK_ZONES does not know`);
  return { zones, sharing: sharing.length === 0 ? null : new Set(sharing), trustedProxies: addressRanges('TRUSTED_PROXIES', trustedProxies) };
}

type Article = NonNullable<ProblemParts['article']>;

const QUIET_MILLISECONDS = 10_000;
const MOST_REMEMBERED = 10_000;

/** Lets sharing calls in from the zones that the node's operator named. Each refusal is on record with identity, once for an address in ten seconds, so that nobody can flood the record. */
export class ZoneGate {
  private readonly recorded = new Map<string, number>();
  private article: Article | null = null;

  constructor(
    private readonly rules: ZoneRules,
    private readonly client: RequestClient,
    private readonly node: NodeIdentity,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  addressOf(peer: string | undefined, forwardedFor: string | undefined): string {
    return callerAddress(peer, forwardedFor, this.rules.trustedProxies);
  }

  admits(address: string): boolean {
    return this.rules.sharing === null || this.rules.sharing.has(zoneOf(this.rules.zones, address));
  }

  /** The refusal, with the article where the node's regulation has one. */
  async refusal(address: string, traceparent: string): Promise<Problem> {
    const now = performance.now();
    if ((this.recorded.get(address) ?? Number.NEGATIVE_INFINITY) < now - QUIET_MILLISECONDS) {
      if (this.recorded.size >= MOST_REMEMBERED) this.recorded.clear();
      this.recorded.set(address, now);
      await this.record(address, traceparent);
    }
    return new Problem(identityProblems.zoneNotAllowed, this.article === null ? {} : { article: this.article });
  }

  private async record(address: string, traceparent: string): Promise<void> {
    try {
      const ctx = platformContext(this.node, this.clock, 'zone-gate', traceparent);
      const { article } = await this.client.ask(recordZoneRefusal, { address, zone: zoneOf(this.rules.zones, address) }, ctx);
      this.article = article;
    } catch (error) {
      // The refusal itself stands; that it could not be recorded is for the operator, and the next one tries again.
      this.recorded.delete(address);
      this.logger.error({ err: error, address }, 'a refusal by network zone could not be recorded');
    }
  }
}
