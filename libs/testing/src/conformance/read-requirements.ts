/** One thing a regulation demands of the platform: a row of docs/requirements.tsv. */
export interface Requirement {
  /** Jurisdiction, article, number: `HEB-19-2`. */
  readonly id: string;
  readonly jurisdiction: string;
  readonly article: string;
  /** The service that answers for it. */
  readonly service: string;
  readonly rule: string;
}

const ID = /^[A-Z]{3}-\d+-\d+$/;

/**
 * The requirements in the table's order.
 * @throws Error naming the line when a column is missing, an id is misshapen or stands twice.
 */
export function readRequirements(table: string): Requirement[] {
  const [head = '', ...lines] = table.trimEnd().split(/\r?\n/);
  const columns = head.split('\t');
  const seen = new Set<string>();
  return lines.map((line, index) => {
    const cells = line.split('\t');
    const cell = (column: string): string => {
      const text = cells[columns.indexOf(column)];
      if (text === undefined || text === '') throw new Error(`line ${String(index + 2)}: no ${column}`);
      return text;
    };
    const id = cell('id');
    if (!ID.test(id)) throw new Error(`line ${String(index + 2)}: "${id}" is no id`);
    if (seen.has(id)) throw new Error(`line ${String(index + 2)}: ${id} stands twice`);
    seen.add(id);
    return { id, jurisdiction: cell('jurisdiction'), article: cell('article'), service: cell('service'), rule: cell('rule') };
  });
}
