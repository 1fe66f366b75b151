import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type YAMLMap } from 'yaml';
import type { PackFault } from './pack-error.js';

/** The text of a file of packs. */
export interface PackSource {
  readonly file: string;
  readonly text: string;
}

/** What a file says, and where in it a path stands. */
export interface ParsedPack {
  readonly value: unknown;
  placeOf(path: string): Place | null;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Characters: several times the longest pack there is. What takes seconds to read is no pack. */
const LONGEST_PACK = 262_144;
const MOST_SYNTAX_FAULTS = 20;

/** Reads the YAML of a pack. What cannot be read is noted as a fault, and the value is an empty mapping. */
export function parsePack({ file, text }: PackSource, faults: PackFault[]): ParsedPack {
  const fault = (reason: string, place: Place | null = null): void => void faults.push({ file, path: '(top)', reason, ...place });
  if (text.length > LONGEST_PACK) fault(`is longer than ${String(LONGEST_PACK)} characters`);
  else if (text.includes('\u0000') || text.includes('\ufffd')) fault('is not a text in UTF-8');
  else {
    try {
      const lines = new LineCounter();
      // YAML's own check of unique keys compares every key with every other.
      const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
      const mark = faults.length;
      for (const { message, pos } of [...document.errors, ...document.warnings].slice(0, MOST_SYNTAX_FAULTS)) fault(`is not YAML: ${message}`, placeAt(lines, pos[0]));
      for (const { key, offset } of repeatedKeys(document)) fault(`key given twice: ${key}`, placeAt(lines, offset));
      if (faults.length === mark) return { value: document.toJS() as unknown, placeOf: finder(document, lines) };
    } catch (error) {
      // The stack overflows, or an alias cannot be resolved, or too many can.
      fault(error instanceof RangeError ? 'is nested too deeply' : `is not YAML: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { value: {}, placeOf: () => null };
}

function repeatedKeys(document: Document): { readonly key: string; readonly offset: number }[] {
  const repeated: { key: string; offset: number }[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : '';
        if (seen.has(name)) repeated.push({ key: name, offset: (isNode(key) ? key.range?.[0] : undefined) ?? 0 });
        seen.add(name);
      }
    },
  });
  return repeated.slice(0, MOST_SYNTAX_FAULTS);
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Finds the key a path names, or the innermost one of it that the file has. Keys hold dots (`sharing.reply.days`), so the longest that fits is taken. */
function finder(document: Document, lines: LineCounter): ParsedPack['placeOf'] {
  const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, YAMLMap['items'][number]>>();
  const indexOf = (map: YAMLMap): ReadonlyMap<string, YAMLMap['items'][number]> => {
    const index = indexes.get(map) ?? new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]));
    indexes.set(map, index);
    return index;
  };
  return (path) => {
    let node: unknown = document.contents;
    let offset: number | undefined;
    for (let rest = path; rest !== ''; ) {
      const inside = isAlias(node) ? node.resolve(document) : node;
      const name = isSeq(inside) ? /^\[\d+\]/.exec(rest)?.[0] : isMap(inside) ? prefixes(rest).find((prefix) => indexOf(inside).has(prefix)) : undefined;
      if (name === undefined) break;
      const pair = isMap(inside) ? indexOf(inside).get(name) : undefined;
      node = isSeq(inside) ? inside.items[Number(name.slice(1, -1))] : pair?.value;
      const named = pair === undefined ? node : pair.key;
      if (!isNode(named)) break;
      offset = named.range?.[0] ?? offset;
      rest = rest.slice(name.length).replace(/^\./, '');
    }
    return offset === undefined ? null : placeAt(lines, offset);
  };
}

/** The beginnings of a path that may be a key, the longest first. */
function prefixes(path: string): string[] {
  const ends = [...path.matchAll(/[.[]/g)].map(({ index }) => index);
  return [path, ...ends.reverse().map((end) => path.slice(0, end))];
}
