import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { announcedAddresses, configuredAddresses, SETTINGS, throughChannel, TIMEOUTS, UpstreamClient, UpstreamFailure, zoneChannels, type AnswerHead, type UpstreamExchange, type ZoneChannels } from '@gongshu/service-kit';
import type { ExchangeSettings } from '../exchange.config.js';

export interface Answer {
  readonly head: AnswerHead;
  readonly body: Buffer;
}

const MOST_CONNECTIONS = 4;
const MOST_BYTES = 8 * 1024 * 1024;
/** A test is no delivery: whoever needs longer for one record does not work. */
const MOST_MILLISECONDS = 20_000;

/** Calls providers' services as the gateway does: addresses checked at connect time, no redirects, into other zones through their channels. */
@Injectable()
export class ProvidersClient implements OnModuleDestroy {
  private readonly channels: ZoneChannels;
  private readonly providers: UpstreamClient;
  private readonly relays: UpstreamClient;

  constructor(@Inject(SETTINGS) settings: ExchangeSettings) {
    this.channels = zoneChannels(settings.zoneChannels);
    const options = { most: MOST_CONNECTIONS, timeouts: TIMEOUTS };
    this.providers = new UpstreamClient({ ...options, rule: announcedAddresses(settings.privateInterfacesAllowed) });
    this.relays = new UpstreamClient({ ...options, rule: configuredAddresses });
  }

  onModuleDestroy(): void {
    this.providers.close();
    this.relays.close();
  }

  /** Whether calls into the zone go through a relay. */
  isChannelled(zone: string): boolean {
    return this.channels.has(zone);
  }

  /** @throws UpstreamFailure, also for an answer that is too long or takes too long */
  ask(url: URL, zone: string, silenceMilliseconds: number): Promise<Answer> {
    const target = throughChannel(this.channels, zone, url);
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      let head: AnswerHead | null = null;
      let exchange: UpstreamExchange | null = null;
      const giveUp = (failure: UpstreamFailure): void => {
        clearTimeout(late);
        exchange?.abort();
        reject(failure);
      };
      const late = setTimeout(() => giveUp(new UpstreamFailure('timeout', 'the answer takes too long')), MOST_MILLISECONDS);
      const request = { method: 'GET' as const, url: target.url, headers: { accept: 'application/json', 'accept-encoding': 'identity', ...target.headers }, silenceMilliseconds: Math.min(silenceMilliseconds, MOST_MILLISECONDS) };
      exchange = (target.relayed ? this.relays : this.providers).send(request, {
        onHead: (arrived) => {
          head = arrived;
        },
        onBody: (chunk) => {
          size += chunk.length;
          if (size <= MOST_BYTES) chunks.push(chunk);
          else giveUp(new UpstreamFailure('malformed', `the answer is longer than ${String(MOST_BYTES)} bytes`));
        },
        onEnd: () => {
          clearTimeout(late);
          if (head !== null) resolve({ head, body: Buffer.concat(chunks) });
        },
        onFailure: (failure) => giveUp(failure),
      });
    });
  }
}
