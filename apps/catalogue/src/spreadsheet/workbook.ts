import { posix } from 'node:path';
import { isDateFormat } from './cell-values.js';
import { fileFault } from './import-fault.js';
import { SharedStrings, type StringShelf } from './shared-strings.js';
import { sheetRows, type CellReading } from './sheet-rows.js';
import { surveySheet } from './sheet-survey.js';
import type { StoredFile } from './stored-file.js';
import type { Sheet } from './table.js';
import { WorkbookZip } from './workbook-zip.js';
import { readXml } from './xml-stream.js';

interface Relation {
  readonly type: string;
  readonly target: string;
}
interface SheetOfWorkbook {
  readonly name: string;
  readonly part: string;
}

/**
 * Opens an .xlsx workbook: its visible sheets, in their order. All of it is read once from beginning to end, but in pieces.
 *
 * @throws UnreadableSpreadsheet for what is no workbook, is encrypted, holds macros, or is a bomb of any kind
 */
export async function openWorkbook(file: StoredFile, shelf: StringShelf): Promise<Sheet[]> {
  const zip = await WorkbookZip.open(file);
  await refuseMacros(zip);
  const root = [...(await relationsOf(zip, '')).values()].find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const relations = await relationsOf(zip, root);
  const { sheets, from1904 } = await readWorkbook(zip, root, relations);
  const partOf = (wanted: string): string | undefined => [...relations.values()].find(({ type }) => type === wanted)?.target;
  const strings = new SharedStrings(shelf);
  const [shared, styles] = [partOf('sharedStrings'), partOf('styles')];
  if (shared !== undefined && zip.has(shared)) await strings.fill(await zip.read(shared));
  const reading = { strings, from1904, dateStyles: styles !== undefined && zip.has(styles) ? await dateStyles(zip, styles) : new Set<number>() };

  const opened: Sheet[] = [];
  for (const sheet of sheets) opened.push(await openSheet(zip, sheet, reading));
  return opened;
}

async function openSheet(zip: WorkbookZip, { name, part }: SheetOfWorkbook, reading: Omit<CellReading, 'hyperlinks'>): Promise<Sheet> {
  const { merged, hyperlinks } = await surveySheet(await zip.read(part), name);
  return {
    name,
    merged,
    rows: async function* () {
      yield* sheetRows(await zip.read(part), { ...reading, hyperlinks });
    },
  };
}

async function refuseMacros(zip: WorkbookZip): Promise<void> {
  let macros = zip.has('xl/vbaProject.bin');
  await readXml(await zip.read('[Content_Types].xml'), {
    open: (_name, { ContentType = '' }) => {
      if (/macroEnabled|vbaProject/i.test(ContentType)) macros = true;
    },
  });
  if (macros) throw fileFault('macros');
}

/** Relations of a part; the workbook's own are those of the part ''. */
async function relationsOf(zip: WorkbookZip, part: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  const folder = posix.dirname(part);
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  if (!zip.has(name)) return relations;
  await readXml(await zip.read(name), {
    open: (tag, { Id = '', Type = '', Target = '', TargetMode = '' }) => {
      if (tag !== 'Relationship' || TargetMode === 'External') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target });
    },
  });
  return relations;
}

async function readWorkbook(zip: WorkbookZip, part: string, relations: ReadonlyMap<string, Relation>): Promise<{ sheets: SheetOfWorkbook[]; from1904: boolean }> {
  const sheets: SheetOfWorkbook[] = [];
  let from1904 = false;
  await readXml(await zip.read(part), {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (tag !== 'sheet' || !['visible', undefined].includes(attributes['state'])) return;
      const relation = relations.get(attributes['id'] ?? '');
      if (relation?.type === 'worksheet') sheets.push({ name: attributes['name'] ?? '', part: relation.target });
    },
  });
  return { sheets, from1904 };
}

/** Numbers of the cell styles that show a date. */
async function dateStyles(zip: WorkbookZip, part: string): Promise<Set<number>> {
  const formats = new Map<number, string>();
  const dates = new Set<number>();
  let inCells = false;
  let count = 0;
  await readXml(await zip.read(part), {
    open: (tag, attributes) => {
      if (tag === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (tag === 'cellXfs') inCells = true;
      else if (tag === 'xf' && inCells) {
        const id = Number(attributes['numFmtId'] ?? '0');
        if (isDateFormat(id, formats.get(id))) dates.add(count);
        count += 1;
      }
    },
    close: (tag) => {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return dates;
}
