import { exchangeProblems, Problem, type FieldFault, type PullSource } from '@gongshu/contracts';

const SSL_MODES = ['disable', 'require', 'verify-full'];

/**
 * That a source is stated as its kind needs it, and carries no credentials: everybody who reads the settings would read them. Where its host leads is looked at when it is called.
 *
 * @throws Problem `exchange/invalid-source`
 */
export function pullSourceIsWhole(source: PullSource, columns: readonly string[]): void {
  const faults: FieldFault[] = [];
  const refuse = (name: string, code: string, detail: string): void => void faults.push({ pointer: `/source/${name}`, code, detail });
  const url = URL.canParse(source.url) ? new URL(source.url) : null;
  const postgres = source.kind === 'POSTGRES';
  if (url === null || url.hostname === '') refuse('url', 'url', 'not a URL with a host');
  else {
    if (postgres !== url.protocol.startsWith('postgres')) refuse('url', 'scheme', postgres ? 'postgresql is expected' : 'http or https is expected');
    if (url.username !== '' || url.password !== '') refuse('url', 'credentials', 'an address carries no credentials; name them by secretRef');
    if (postgres && !/^\/[^/]+$/.test(url.pathname)) refuse('url', 'database', 'the database is the path of the address');
    if (postgres && [...url.searchParams.keys()].some((name) => name !== 'sslmode')) refuse('url', 'parameter', 'sslmode is the only parameter');
    if (postgres && !SSL_MODES.includes(url.searchParams.get('sslmode') ?? 'verify-full')) refuse('url', 'sslmode', `one of ${SSL_MODES.join(', ')} is expected`);
  }
  if (postgres) for (const name of ['table', 'user'] as const) if (source[name] === undefined) refuse(name, 'required', 'needed of a database');
  if (!postgres) for (const name of ['schema', 'table', 'user', 'columns'] as const) if (source[name] !== undefined) refuse(name, 'unknown', 'a file has none');
  for (const [index, { column }] of (source.columns ?? []).entries()) {
    if (!columns.includes(column)) refuse(`columns/${String(index)}/column`, 'unknown-column', 'the entry has no such data item');
    if ((source.columns ?? []).findIndex((other) => other.column === column) !== index) refuse(`columns/${String(index)}/column`, 'repeated', 'the column is there twice');
  }
  if (faults.length > 0) throw new Problem(exchangeProblems.invalidSource, { errors: faults });
}
