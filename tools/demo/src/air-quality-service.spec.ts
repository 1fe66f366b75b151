import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AirQualityReading, type AirQualityService, startAirQualityService } from './air-quality-service.js';

let service: AirQualityService;
beforeAll(async () => {
  service = await startAirQualityService(0);
});
afterAll(() => service.stop());

const stations = async (query = '') => (await (await fetch(`${service.url}/stations${query}`)).json()) as AirQualityReading[];

it('answers every station once, the same in each call', async () => {
  const all = await stations();
  expect(new Set(all.map((row) => row.station_code)).size).toBe(40);
  expect(all[0]).toEqual({ station_code: 'SJZ001', station_name: '长安区人民公园', district: '长安区', pm25: 55, aqi: 75, observed_at: '2026-11-20T08:00:00+08:00' });
  expect(await stations()).toEqual(all);
});

it('keeps the index within the steps of its standard', async () => {
  for (const { pm25, aqi } of await stations()) {
    expect(aqi > 100).toBe(pm25 > 75);
    expect(aqi).toBeLessThanOrEqual(200);
  }
});

it('filters by district and pages by limit and offset', async () => {
  const zhengding = await stations('?district=正定县');
  expect(zhengding.map((row) => row.station_code)).toEqual(['SJZ033', 'SJZ034', 'SJZ035', 'SJZ036']);
  expect(await stations('?district=正定县&offset=1&limit=2')).toEqual(zhengding.slice(1, 3));
  expect(await stations('?district=nowhere')).toEqual([]);
});

it('answers 404 to any other path or method', async () => {
  expect((await fetch(`${service.url}/other`)).status).toBe(404);
  expect((await fetch(`${service.url}/stations`, { method: 'POST' })).status).toBe(404);
});
