import { createHash } from 'node:crypto';
import { freePort, startTestBus, testSettings } from '@gongshu/testing';
import { startGateway, type RunningGateway } from '../start-gateway.js';
import { PlayedServices } from './played-services.js';
import { PlayedUpstream } from './played-upstream.js';

export const GRANT = '0b9e5a3c-59b1-4b9e-9a55-b36c5d6a1d10';
export const TOKEN = { authorization: 'Bearer abc.def.ghi' };
export const PROBLEM_ID = '0123456789abcdef0123456789abcdef';
export const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A node as the data lane sees it: a gateway on a real bus of its own, with services, exchange and provider played. */
export interface LaneNode {
  readonly services: PlayedServices;
  readonly exchange: PlayedUpstream;
  readonly provider: PlayedUpstream;
  readonly gateway: RunningGateway;
  readonly url: string;
  readonly publicUrl: string;
  /** Settings of the gateway, for another one beside it. */
  readonly settings: Readonly<Record<string, string>>;
  rows(query?: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Permits for everybody, an exchange that answers, nothing remembered. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export async function startLaneNode(): Promise<LaneNode> {
  const bus = await startTestBus('130000');
  const [services, exchange, provider, publicPort] = await Promise.all([PlayedServices.on(bus), PlayedUpstream.start(), PlayedUpstream.start(), freePort()]);
  const settings = { ...testSettings({}), NATS_URL: bus.url, NATS_USER: 'gateway', NATS_PASSWORD: bus.passwordOf('gateway'), GATEWAY_PORT: '0', EXCHANGE_URL: exchange.url };
  const gateway = await startGateway({ settings: { ...settings, GATEWAY_PUBLIC_PORT: String(publicPort), PRIVATE_INTERFACES_ALLOWED: 'true', MOST_CONCURRENT_CALLS: '300' } });
  const url = `http://127.0.0.1:${String(gateway.ports.extranet)}`;
  return {
    services, exchange, provider, gateway, url, settings,
    publicUrl: `http://127.0.0.1:${String(gateway.ports.public)}`,
    rows: (query = 'scenario=x', headers = TOKEN) => fetch(`${url}/v1/data/${GRANT}/rows?${query}`, { headers }),
    reset: async () => {
      await services.issuePermits(() => ({}));
      services.closings.length = 0;
      services.asked.clear();
      exchange.seen.length = 0;
      provider.seen.length = 0;
      exchange.answerJson([{ code: '130100' }], { 'x-data-version': '3' });
    },
    stop: async () => {
      await gateway.stop();
      await Promise.all([exchange.stop(), provider.stop(), services.stop()]);
      await bus.stop();
      await bus.remove();
    },
  };
}

/** What a problem's answer is told by. */
export async function problemSeen(response: Response): Promise<[status: number, code: unknown, contentType: string | null]> {
  const { code } = (await response.json()) as { code?: unknown };
  return [response.status, code, response.headers.get('content-type')];
}
