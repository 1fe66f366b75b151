import { EntryDraft, Problem, type Bilingual, type FieldFault, type Party } from '@gongshu/contracts';
import { parseInput } from '@gongshu/service-kit';
import { checkContent } from '../entry/entry.js';
import { readCell } from './cell-reading.js';
import type { Header } from './header.js';
import { isOfItem } from './guide-columns.js';
import { faultAt, type FaultCode, type FoundFault } from './import-fault.js';
import type { Resource } from './resource.js';
import type { TableRow } from './table.js';

const MOST_ITEMS = 300;

/** A resource as an entry's content, with a way to say where in the sheet a later refusal of it stands; or every fault, each at its cell. */
export type Reading = { readonly content: EntryDraft; readonly refusedBy: (problem: Problem) => FoundFault[] } | { readonly faults: readonly FoundFault[] };

/**
 * Reads a resource's rows as an entry of the given organisation, by the contract of entries.
 *
 * @param checked the same rows have passed before: the contract's check, which costs more than all the rest, is not made again
 */
export function contentOf(resource: Resource, header: Header, sheet: string | null, organisation: Pick<Party, 'name'>, checked = false): Reading {
  return new ResourceReading(resource, header, sheet, organisation).read(checked);
}

interface Item {
  readonly row: number;
  readonly fields: ReadonlyMap<string, unknown>;
}

class ResourceReading {
  private readonly faults: FoundFault[] = [];
  private readonly columns: ReadonlyMap<string, number>;
  private items: readonly Item[] = [];

  constructor(
    private readonly resource: Resource,
    private readonly header: Header,
    private readonly sheet: string | null,
    private readonly organisation: Pick<Party, 'name'>,
  ) {
    this.columns = new Map([...header.places].map(([column, { field }]) => [field, column]));
  }

  read(checked: boolean): Reading {
    const [first] = this.resource.rows;
    if (first === undefined) return { faults: [] };
    const fields = this.fieldsOf(first, false);
    if (fields.size === 0 && this.faults.length === 0) this.add('no-resource', first.row, this.columnOf('name'));
    if (!first.cells.some(({ column }) => column === this.columns.get('provider'))) this.add('field-required', first.row, this.columnOf('provider'));
    this.items = this.resource.rows.map((row) => ({ row: row.row, fields: this.fieldsOf(row, true) })).filter((item) => item.fields.size > 0);
    if (this.resource.rowCount > MOST_ITEMS || this.items.length > MOST_ITEMS) this.add('too-many-items', first.row, this.columnOf('items.name'), String(MOST_ITEMS));
    const draft = this.draftOf(fields);
    const content = checked ? (draft as EntryDraft) : this.checked(draft, first.row);
    return content === null || this.faults.length > 0 ? { faults: this.faults } : { content, refusedBy: (problem) => this.refusals(problem, first.row) };
  }

  /** The fields as the contract nests them. An item without a column is named by its place. */
  private draftOf(fields: ReadonlyMap<string, unknown>): object {
    const draft: Record<string, unknown> = {};
    for (const [field, value] of fields) {
      const [name = '', part] = field.split('.');
      draft[name] = part === undefined ? value : { ...(draft[name] as object | undefined), [part]: value };
    }
    const items = this.items.map((item, index) => ({ column: `item_${String(index + 1)}`, ...Object.fromEntries([...item.fields].map(([field, value]) => [field.slice('items.'.length), value])) }));
    return { ...draft, items };
  }

  /** The contract's own check. What could not be read at all is not said to be missing as well. */
  private checked(draft: object, firstRow: number): EntryDraft | null {
    const unread = new Set(this.faults.map(({ row, column }) => `${String(row)} ${String(column)}`));
    try {
      const content = parseInput(EntryDraft, draft);
      checkContent(content);
      return content;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      for (const fault of error.parts.errors ?? []) {
        const { row, column } = this.placeOf(fault.pointer, firstRow);
        if (!unread.has(`${String(row)} ${String(column)}`)) this.add(...codeOf(fault, row, column));
      }
      return null;
    }
  }

  /** A refusal of law or rules, at the cells it points to. */
  private refusals({ definition: { code, title }, parts }: Problem, firstRow: number): FoundFault[] {
    const { detail, article, errors = [] } = parts;
    const said: Bilingual = detail === undefined ? title : typeof detail === 'string' ? { zh: `${title.zh}:${detail}`, en: `${title.en}: ${detail}` } : detail;
    const words = article === undefined ? said : { zh: `${said.zh}(第${article.article}条)`, en: `${said.en} (Article ${article.article})` };
    const pointers = errors.length === 0 ? [''] : errors.map(({ pointer }) => pointer);
    return pointers.map((pointer) => {
      const place = this.placeOf(pointer, firstRow);
      return { sheet: this.sheet, ...place, title: this.titleOf(place.column), code, words };
    });
  }

  /** Where a pointer of the contract stands: at the column of its field or, failing that, of what holds it; of the resource's name at last. */
  private placeOf(pointer: string, firstRow: number): { row: number; column: number } {
    const names = pointer.split('/').slice(1);
    const row = names[0] === 'items' ? (this.items[Number(names[1] ?? 'none')]?.row ?? firstRow) : firstRow;
    const fields = names.filter((name) => !/^\d+$/.test(name));
    for (let length = fields.length; length > 0; length -= 1) {
      const column = this.columns.get(fields.slice(0, length).join('.'));
      if (column !== undefined) return { row, column };
    }
    return { row, column: this.columnOf(fields[0] === 'items' ? 'items.name' : 'name') };
  }

  private fieldsOf({ row, cells }: TableRow, ofItem: boolean): Map<string, unknown> {
    const fields = new Map<string, unknown>();
    for (const { column, value, trouble } of cells) {
      const known = this.header.places.get(column);
      if (known === undefined) {
        if (ofItem) this.add('beyond-header', row, column);
        continue;
      }
      if (isOfItem(known) !== ofItem) continue;
      if (trouble !== null) {
        this.add(trouble, row, column);
        continue;
      }
      const reading = readCell(known, value, this.organisation.name);
      if ('fault' in reading) this.add(reading.fault, row, column, reading.detail);
      else if (reading.value !== undefined) fields.set(known.field, reading.value);
    }
    return fields;
  }

  private columnOf(field: string): number {
    return this.columns.get(field) ?? 1;
  }

  private titleOf(column: number): string | null {
    return this.header.places.get(column)?.title ?? null;
  }

  private add(code: FaultCode, row: number, column: number, detail = ''): void {
    this.faults.push(faultAt({ sheet: this.sheet, row, column, title: this.titleOf(column) }, code, detail));
  }
}

/** The contract's words for a fault as those of a report. */
function codeOf({ pointer, code, detail }: FieldFault, row: number, column: number): [FaultCode, number, number, string] {
  const said = (known: FaultCode, words = ''): [FaultCode, number, number, string] => [known, row, column, words];
  if (code === 'required' || code === 'arrayMinSize' || code === 'minLength') return said('field-required');
  if (code === 'maxLength') return said('too-long', /\d+/.exec(detail)?.[0] ?? '');
  if (code === 'unique') return said('item-repeated');
  if (code === 'arrayMaxSize' && pointer === '/items') return said('too-many-items', String(MOST_ITEMS));
  if (code === 'matches' && /^\/items\/\d+\/column$/.test(pointer)) return said('item-column');
  if (code === 'matches' || code === 'wellFormed') return said('characters');
  return said('invalid', detail.slice(0, 200));
}
