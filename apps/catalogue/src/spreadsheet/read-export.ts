import { Buffer } from 'node:buffer';
import { Inject, Injectable } from '@nestjs/common';
import { Problem, problems, type FilePart, type ReadCatalogueExport } from '@gongshu/contracts';
import { localDay } from '@gongshu/regulation';
import { CLOCK, instantOf, type Clock, type RequestContext } from '@gongshu/service-kit';
import { FindEntries } from '../entry/find-entries.js';
import { csvLine } from './csv-rows.js';
import { EXPORT_TITLES, exportRows } from './export-rows.js';
import { xlsxPart, type XlsxState } from './xlsx-form.js';

const ENTRIES_AT_ONCE = 100;
const BYTE_ORDER_MARK = '\ufeff';
const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;
/** Where the list goes on, then what has been written of a workbook: rows, checksum, size, size when packed. */
const CURSOR = /^([^~]+)~(\d{1,9})~(\d{1,10})~(\d{1,10})~(\d{1,10})$/;

/** The next part of an export: some entries of the list the caller may see, in the guide's form. */
@Injectable()
export class ReadExport {
  constructor(
    private readonly finding: FindEntries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(ctx: RequestContext, { format, scope, cursor }: ReadCatalogueExport): Promise<FilePart> {
    const before = cursor === undefined ? null : readCursor(cursor);
    const page = await this.finding.run(ctx, { scope, limit: ENTRIES_AT_ONCE, ...(before === null ? {} : { cursor: before.list }) });
    const rows = [...(before === null ? [EXPORT_TITLES] : []), ...page.items.flatMap(exportRows)];
    const isLast = page.nextCursor === null;
    const part = format === 'csv' ? csvPart(before?.state ?? null, rows) : xlsxPart(before?.state ?? null, rows, isLast);
    return {
      contentType: format === 'csv' ? TYPES.csv : TYPES.xlsx,
      fileName: `catalogue-${scope}-${localDay(instantOf(this.clock))}.${format}`,
      body: part.bytes.toString('base64'),
      nextCursor: page.nextCursor === null ? null : [page.nextCursor, ...Object.values(ordered(part.state))].join('~'),
    };
  }
}

function csvPart(before: XlsxState | null, rows: readonly (readonly string[])[]): { bytes: Buffer; state: XlsxState } {
  const text = rows.map(csvLine).join('');
  return { bytes: Buffer.from(before === null ? BYTE_ORDER_MARK + text : text), state: { rows: 0, crc: 0, size: 0, packed: 0 } };
}

const ordered = ({ rows, crc, size, packed }: XlsxState): XlsxState => ({ rows, crc, size, packed });

/** @throws Problem `input/invalid` for text that no part has given; one that was tampered with spoils the tamperer's own file */
function readCursor(text: string): { list: string; state: XlsxState } {
  const [, list, ...numbers] = CURSOR.exec(text) ?? [];
  const [rows = 0, crc = 0, size = 0, packed = 0] = numbers.map(Number);
  if (list === undefined || [crc, size, packed].some((value) => value > 0xffff_ffff)) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: '/cursor', code: 'cursor', detail: 'not the nextCursor of a part' }] });
  }
  return { list, state: { rows, crc, size, packed } };
}
