import type { Header } from './header.js';
import { ResourceGathering, type Resource } from './resource.js';
import type { Sheet } from './table.js';

export interface ReadableSheet {
  readonly sheet: Sheet;
  readonly header: Header;
}

export interface SheetResource extends ReadableSheet {
  readonly resource: Resource;
}

/** Some resources of a spreadsheet, and how many of its rows are done with after them. */
export interface ResourceBatch {
  readonly from: number;
  readonly to: number;
  readonly resources: readonly SheetResource[];
}

const RESOURCES_AT_ONCE = 200;
const ROWS_AT_ONCE = 2_000;

/** The resources of all sheets after the first `position` rows, headers counted. A resource is never divided, so whoever was interrupted goes on at the `to` of the last batch. */
export async function* resourceBatches(sheets: readonly ReadableSheet[], position: number): AsyncGenerator<ResourceBatch> {
  let at = 0;
  let from = position;
  let resources: SheetResource[] = [];
  let rowCount = 0;
  const add = ({ sheet, header }: ReadableSheet, resource: Resource | null): void => {
    if (resource === null) return;
    resources.push({ sheet, header, resource });
    rowCount += resource.rowCount;
  };
  const take = (to: number): ResourceBatch => {
    const batch = { from, to, resources };
    from = to;
    resources = [];
    rowCount = 0;
    return batch;
  };
  for (const readable of sheets) {
    const gathering = new ResourceGathering(readable.header);
    for await (const rows of readable.sheet.rows()) {
      for (const row of rows) {
        at += 1;
        if (at <= position || row.row === readable.header.row) continue;
        add(readable, gathering.add(row));
        if (resources.length >= RESOURCES_AT_ONCE || rowCount >= ROWS_AT_ONCE) yield take(at - 1);
      }
    }
    add(readable, gathering.take());
  }
  if (at > from) yield take(at);
}
