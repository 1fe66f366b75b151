import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { creditCodeCheck } from '@gongshu/contracts';

/** What a row is made of: every type there is, two of them identifiers with a check character, one in ten addresses in quotes. */
export const ITEMS = [
  { column: 'uscc', name: '统一社会信用代码', type: 'TEXT', identifies: 'ORGANISATION' },
  { column: 'id_number', name: '法定代表人证件号码', type: 'TEXT', identifies: 'PERSON' },
  { column: 'name', name: '企业名称', type: 'TEXT' },
  { column: 'legal_person', name: '法定代表人', type: 'TEXT' },
  { column: 'registered_on', name: '登记日期', type: 'DATE' },
  { column: 'updated_at', name: '采集时间', type: 'DATETIME', feature: 'COLLECTED_AT' },
  { column: 'capital', name: '注册资本', type: 'NUMBER' },
  { column: 'staff', name: '从业人数', type: 'INTEGER' },
  { column: 'active', name: '存续', type: 'BOOLEAN' },
  { column: 'region', name: '行政区划代码', type: 'TEXT' },
  { column: 'phone', name: '联系电话', type: 'TEXT' },
  { column: 'address', name: '采集地址', type: 'TEXT', feature: 'COLLECTED_PLACE' },
] as const;

const IDENTITY_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const AT_ONCE = 10_000;

const padded = (value: number, width: number): string => String(value).padStart(width, '0');

function creditCode(n: number): string {
  const first = `91130100${padded(n, 9)}`;
  return first + (creditCodeCheck(first) ?? '');
}

function identityNumber(n: number): string {
  const first = `130102${String(1950 + (n % 50))}${padded(1 + (n % 12), 2)}${padded(1 + (n % 28), 2)}${padded(n % 1_000, 3)}`;
  const sum = IDENTITY_WEIGHTS.reduce((total, weight, index) => total + weight * Number(first[index]), 0);
  return first + ('10X98765432'[sum % 11] ?? '');
}

function line(n: number): string {
  const street = `河北省石家庄市长安区建设大街${String(n % 997)}号`;
  return [
    creditCode(n), identityNumber(n), `石家庄第${String(n)}号商贸有限公司`, `张三${String(n % 1_000)}`, `${String(1990 + (n % 30))}-${padded(1 + (n % 12), 2)}-${padded(1 + (n % 28), 2)}`,
    `2026-03-${padded(1 + (n % 28), 2)} ${padded(n % 24, 2)}:${padded(n % 60, 2)}:00`, `${String(n % 10_000)}.${padded(n % 100, 2)}`, String(n % 5_000), String(n % 3 === 0), `1301${padded(n % 23, 2)}`,
    `1380000${padded(n % 10_000, 4)}`, n % 10 === 0 ? `"${street},${String(n % 23)}层"` : street,
  ].join(',');
}

/** Writes so many rows as a CSV file: the same ones every time. */
export async function writeRows(file: string, count: number): Promise<void> {
  const parts = function* (): Generator<string> {
    yield `${ITEMS.map(({ column }) => column).join(',')}\n`;
    for (let from = 0; from < count; from += AT_ONCE) yield Array.from({ length: Math.min(AT_ONCE, count - from) }, (_unused, index) => `${line(from + index)}\n`).join('');
  };
  await pipeline(Readable.from(parts()), createWriteStream(file));
}
