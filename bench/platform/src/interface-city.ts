import { randomUUID } from 'node:crypto';
import { until } from '@gongshu/demo';
import { must, startCity, type City, type CityOptions } from './city.js';

/** How one client calls. */
export interface GrantedCall {
  readonly grantId: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A city with everything a governed call of a provider's interface passes, each part in a process of its own: gateway, sharing, the other services, NATS, PostgreSQL. */
export interface InterfaceCity {
  readonly city: City<'sharing'>;
  /** The processes a call passes. */
  readonly pids: Readonly<Record<'gateway' | 'sharing' | 'others' | 'postgres' | 'nats', number>>;
  /** Publishes an entry whose rows come from `url`, all columns granted. Answers its id. */
  register(url: string): Promise<string>;
  /** A grant of the requesters' department, with a scenario of its own: what is held already is not granted a second time. Answers how each requester calls under it, in their order. */
  grant(entryId: string): Promise<readonly [GrantedCall, ...GrantedCall[]]>;
  stop(): Promise<void>;
}

/** Columns of {@link stationRows}. */
const ENTRY = {
  name: '空气质量监测',
  abstract: '各站点空气质量实时监测值',
  format: '服务接口',
  items: [
    { column: 'station_code', name: '站点编码', type: 'TEXT' },
    { column: 'station_name', name: '站点名称', type: 'TEXT' },
    { column: 'aqi', name: '空气质量指数', type: 'NUMBER' },
  ],
  provisionModes: ['INTERFACE'],
  aggregation: 'LOGICAL',
  updateCycle: 'REAL_TIME',
  personalData: false,
} as const;

/** So many rows as JSON; eleven are a kibibyte. */
export function stationRows(count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, n) => ({ station_code: `WH${String(n + 1).padStart(4, '0')}`, station_name: `环翠区第${String(n + 1)}监测站`, aqi: 21 + n })));
}

export async function startInterfaceCity(name: string, options: Omit<CityOptions<'sharing'>, 'apart'> = {}): Promise<InterfaceCity> {
  const city = await startCity(name, { ...options, apart: ['sharing'] });
  const { stage, pidOf } = city;
  return {
    city,
    pids: { gateway: pidOf('gateway'), sharing: pidOf('sharing'), others: pidOf('others'), postgres: pidOf('postgres'), nats: pidOf('nats') },
    register: async (url) => {
      const entryId = await city.publish(ENTRY);
      const { answer } = await until(
        () => stage.party('city-compiler').put(`/v1/data-sets/${entryId}/interface`, { url }),
        ({ status }) => status !== 404,
      );
      must(answer.status === 200, 'the interface is registered', answer);
      return entryId;
    },
    grant: async (entryId) => {
      const scenario = `heating-subsidy-check-${randomUUID().slice(0, 8)}`;
      const grantId = await city.grant({ entryId, scenario, provisionMode: 'INTERFACE' });
      const url = `${stage.party(city.requester(0)).credential.gatewayUrl}/v1/data/${grantId}/rows?scenario=${scenario}`;
      const callOf = async (number: number): Promise<GrantedCall> => ({ grantId, url, headers: { authorization: `Bearer ${await stage.party(city.requester(number)).accessToken()}` } });
      return [await callOf(0), ...(await Promise.all(Array.from({ length: (options.requesters ?? 1) - 1 }, (_, more) => callOf(more + 1))))];
    },
    stop: () => city.stop(),
  };
}
