import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AirQualityReading {
  readonly station_code: string;
  readonly station_name: string;
  readonly district: string;
  /** Microgrammes per cubic metre, mean of the hour. */
  readonly pm25: number;
  readonly aqi: number;
  readonly observed_at: string;
}

export interface AirQualityService {
  readonly url: string;
  stop(): Promise<void>;
}

const districts = ['长安区', '桥西区', '新华区', '裕华区', '井陉矿区', '藁城区', '鹿泉区', '栾城区', '正定县', '赵县'];
const places = ['人民公园', '实验小学', '文化馆', '职工医院'];

/**
 * Synthetic readings: stations and values are invented and the same in every run, so that the demo can tell a right answer from a wrong one.
 * The index follows the PM2.5 steps of HJ 633-2012 up to 150 µg/m³.
 */
export const readings: readonly AirQualityReading[] = districts.flatMap((district, d) =>
  places.map((place, p) => {
    const number = d * places.length + p + 1;
    const pm25 = 18 + ((number * 37) % 113);
    return { station_code: `SJZ${String(number).padStart(3, '0')}`, station_name: `${district}${place}`, district, pm25, aqi: aqiOf(pm25), observed_at: '2026-11-20T08:00:00+08:00' };
  }),
);

function aqiOf(pm25: number): number {
  const steps = [[0, 0], [35, 50], [75, 100], [115, 150], [150, 200]] as const;
  const upper = steps.findIndex(([concentration]) => pm25 <= concentration);
  const [c0, i0] = steps[upper - 1] ?? steps[0];
  const [c1, i1] = steps[upper] ?? steps[4];
  return Math.ceil(i0 + ((i1 - i0) * (pm25 - c0)) / (c1 - c0));
}

const whole = (value: string | null, otherwise: number) => (value !== null && /^\d{1,6}$/.test(value) ? Number(value) : otherwise);

/**
 * The REST service of a city department (石家庄市生态环境局) that the demo registers for logical access: `GET /stations?district=&limit=&offset=`.
 * It stands outside the platform, as a department's own system would: nothing of ours is imported here.
 */
export async function startAirQualityService(port: number, host = '127.0.0.1'): Promise<AirQualityService> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://service');
    const answer = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
    if (request.method !== 'GET' || url.pathname !== '/stations') return answer(404, { message: '未找到 not found' });
    const district = url.searchParams.get('district');
    const offset = whole(url.searchParams.get('offset'), 0);
    const chosen = readings.filter((reading) => district === null || reading.district === district);
    return answer(200, chosen.slice(offset, offset + whole(url.searchParams.get('limit'), readings.length)));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
