import type { Proof, ProofStatus } from './collect-proofs.js';

type Column = 'jurisdiction' | 'service';

const count = (proofs: readonly Proof[], status: ProofStatus): number => proofs.filter((proof) => proof.status === status).length;
const totals = (proofs: readonly Proof[]): string =>
  `${String(count(proofs, 'proved'))} of ${String(proofs.length)} proved, ${String(count(proofs, 'failing'))} failing, ${String(count(proofs, 'not yet'))} not yet`;
const valuesOf = (proofs: readonly Proof[], column: Column): string[] => [...new Set(proofs.map(({ requirement }) => requirement[column]))].sort();
const where = (proofs: readonly Proof[], column: Column, value: string): Proof[] => proofs.filter(({ requirement }) => requirement[column] === value);
const cell = (text: string): string => text.replaceAll(/[\\|<*_`]/g, (mark) => `\\${mark}`);
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[][]): string[] => [row(head), row(head.map(() => '---')), ...rows.map(row)];

/** What a person reads at the end of a run: each failing requirement, the totals, and a line per service. */
export function conformanceSummary(proofs: readonly Proof[]): string {
  const failing = proofs.filter(({ status }) => status === 'failing').map(({ requirement: { id, rule }, tests }) => [`failing ${id}: ${rule}`, ...tests.map((test) => `  ${test}`)]);
  const services = valuesOf(proofs, 'service').map((service) => `  ${service}: ${totals(where(proofs, 'service', service))}`);
  return [...failing.flat(), `conformance: ${totals(proofs)}`, ...services].join('\n');
}

/** docs/conformance.json: every requirement in order, one a line. */
export function conformanceJson(proofs: readonly Proof[]): string {
  const lines = proofs.map(({ requirement, status, tests }) => `  ${JSON.stringify(requirement.id)}: ${JSON.stringify({ status, tests })}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** docs/conformance.md: totals, a matrix of services and jurisdictions, and a table per jurisdiction. */
export function conformanceMarkdown(proofs: readonly Proof[]): string {
  const jurisdictions = valuesOf(proofs, 'jurisdiction');
  const share = (rows: readonly Proof[]): string => (rows.length === 0 ? '' : `${String(count(rows, 'proved'))} / ${String(rows.length)}`);
  const sharesOf = (rows: readonly Proof[]): string[] => [...jurisdictions.map((jurisdiction) => share(where(rows, 'jurisdiction', jurisdiction))), share(rows)];
  const matrix = table(
    ['service', ...jurisdictions, 'all'],
    [...valuesOf(proofs, 'service').map((service) => [service, ...sharesOf(where(proofs, 'service', service))]), ['all', ...sharesOf(proofs)]],
  );
  const chapters = jurisdictions.flatMap((jurisdiction) => {
    const rows = where(proofs, 'jurisdiction', jurisdiction);
    const cells = rows.map(({ requirement: { id, article, service, rule }, status, tests }) => [id, article, service, cell(rule), status, tests.map(cell).join('<br>')]);
    return ['', `## ${jurisdiction}`, '', totals(rows), '', ...table(['id', 'article', 'service', 'rule', 'status', 'tests'], cells)];
  });
  return [
    '# Conformance',
    '',
    'Written by `npm test` from the titles of its tests; never edited by hand. A requirement (`requirements.tsv`) is proved when at least one test that carries its id ran and all',
    'that ran passed, failing when one of them failed, and otherwise not yet proved.',
    '',
    `conformance: ${totals(proofs)}`,
    '',
    'Proved of all, by service and jurisdiction:',
    '',
    ...matrix,
    ...chapters,
    '',
  ].join('\n');
}
