import { throughChannel, type UpstreamClient, type UpstreamRequest, type ZoneChannels } from '@gongshu/service-kit';
import type { InterfaceTerms } from '../provider/interface-terms.js';

/** The ways to providers' interfaces: straight, or into another network zone through its relay. */
export class ZonedProviders {
  constructor(
    private readonly providers: UpstreamClient,
    /** Relays are the operator's own: their addresses come from the settings. */
    private readonly relays: UpstreamClient,
    private readonly channels: ZoneChannels,
  ) {}

  /** A call of an interface, and who carries it. */
  call(url: URL, zone: string | undefined, traceparent: string, { timeoutMilliseconds, idempotent }: Pick<InterfaceTerms, 'timeoutMilliseconds' | 'idempotent'>): { readonly client: UpstreamClient; readonly request: UpstreamRequest } {
    const target = throughChannel(this.channels, zone ?? '', url);
    const headers = { accept: 'application/json', 'accept-encoding': 'identity', traceparent, ...target.headers };
    return { client: target.relayed ? this.relays : this.providers, request: { method: 'GET', url: target.url, headers, silenceMilliseconds: timeoutMilliseconds, once: !idempotent } };
  }
}
