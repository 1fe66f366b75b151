import type { RowCondition } from '@gongshu/contracts';
import { valueFault } from '../rows/value-fault.js';

const COMPARED: Readonly<Record<string, (value: string) => string>> = {
  INTEGER: (value) => `(${value})::numeric`,
  NUMBER: (value) => `(${value})::numeric`,
  // A time without an offset is one in China.
  DATETIME: (value) => `(CASE WHEN ${value} ~ '(Z|[+-][0-9]{2}:[0-9]{2})$' THEN ${value} ELSE ${value} || '+08:00' END)::timestamptz`,
};
const asText = (value: string): string => `${value} COLLATE "C"`;

/**
 * A condition of a grant in SQL. An absent value meets none; a condition with a value that cannot be one of the column's lets nothing out.
 *
 * @param column the column in SQL, of type text
 * @param bind gives a value to the query and answers its placeholder
 */
export function conditionSql(column: string, type: string, { operator, values }: RowCondition, bind: (value: string) => string): string {
  const [value = ''] = values;
  const bound = (): string => `${bind(value)}::text`;
  if (operator === 'EQUALS' || operator === 'IN') return `${column} IN (${values.map((each) => (each === '' ? 'NULL' : bind(each))).join(', ')})`;
  if (operator === 'STARTS_WITH') return `starts_with(${column}, ${bound()})`;
  if (value === '' || valueFault(type, value) !== null || (operator !== 'FROM' && operator !== 'TO')) return 'false';
  const compared = COMPARED[type] ?? asText;
  return `(${column} <> '' AND ${compared(`nullif(${column}, '')`)} ${operator === 'FROM' ? '>=' : '<='} ${compared(bound())})`;
}
