import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCalendar } from '../calendar/read-calendar.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import { Cursor } from './cursor.js';
import type { EffectivePack, PackShelf } from './effective-pack.js';
import { PackError, type PackFault } from './pack-error.js';
import type { PackFile } from './pack-file.js';
import { parsePack, type PackSource, type ParsedPack } from './parse-pack.js';
import { readPack } from './read-pack.js';
import { resolvePack } from './resolve-pack.js';

// Both folders lie beside src/ and dist/, so the same step up works from either.
const PACKS_DIR = fileURLToPath(new URL('../../packs/', import.meta.url));
const CALENDAR_FILE = fileURLToPath(new URL('../../calendar/cn.json', import.meta.url));

// Reading YAML takes a tenth of a second; the services of a node share one process and one shelf.
let shipped: PackShelf | undefined;

/**
 * The packs of the library (read once), and those of a folder beside them: every `.yaml` file of it is a pack, one with the id and version of a shipped pack in its place.
 * Throws a PackError that lists all faults.
 */
export function loadPacks(dir?: string): PackShelf {
  if (dir === undefined) return (shipped ??= shelvePacks(sourcesIn(PACKS_DIR)));
  const own = readAll(sourcesIn(dir).map((source) => ({ ...source, file: join(dir, source.file) })));
  const taken = new Set(own.packs.map(({ pack }) => keyOf(pack)));
  const others = readAll(sourcesIn(PACKS_DIR)).packs.filter(({ pack }) => !taken.has(keyOf(pack)));
  return shelve({ packs: [...own.packs, ...others], faults: own.faults });
}

function sourcesIn(dir: string): PackSource[] {
  return filesOf(dir).map((file) => ({ file, text: readFileSync(join(dir, file), 'utf8') }));
}

function filesOf(dir: string): string[] {
  return readdirSync(dir).filter((name) => name.endsWith('.yaml')).sort();
}

/** One pack beside others, as its author wants to see it. */
export interface LoadedPack {
  readonly shelf: PackShelf;
  readonly pack: EffectivePack;
  /** Names of the procedures that the file itself describes; the pack has all others from its parents. */
  readonly ownProcedures: readonly string[];
}

/**
 * Reads the pack of one file beside those of a folder (default: the packs of the library), in the place of the one that has its id and version.
 * Faults name it by `file.file`, the others by their names in the folder. Throws a PackError that lists all faults.
 */
export function loadPackBeside(file: PackSource & { readonly path: string }, dir: string = PACKS_DIR): LoadedPack {
  const own = realpathSync(file.path);
  const others = filesOf(dir).filter((name) => realpathSync(join(dir, name)) !== own);
  const read = readAll([file, ...others.map((name) => ({ file: name, text: readFileSync(join(dir, name), 'utf8') }))]);
  const [{ pack }] = read.packs as [ReadPack, ...ReadPack[]];
  const shelf = shelve({ ...read, packs: read.packs.filter((other) => other.pack === pack || keyOf(other.pack) !== keyOf(pack)) });
  return { shelf, pack: shelf.effective(pack.id, pack.version), ownProcedures: Object.keys(pack.procedures) };
}

/** Reads a calendar file (default: the statutory calendar of the library). Throws a PackError for a faulty file. */
export function loadCalendar(file: string = CALENDAR_FILE): WorkingCalendar {
  return readCalendar(file, readFileSync(file, 'utf8'));
}

/** Checks packs given as text. Throws a PackError that lists all faults. */
export function shelvePacks(sources: readonly PackSource[]): PackShelf {
  return shelve(readAll(sources));
}

interface ReadPack {
  readonly pack: PackFile;
  readonly parsed: ParsedPack;
}

interface ReadPacks {
  readonly packs: readonly ReadPack[];
  readonly faults: readonly PackFault[];
}

/** The packs as their files say them, in the order of the sources. */
function readAll(sources: readonly PackSource[]): ReadPacks {
  const faults: PackFault[] = [];
  const packs = sources.map((source) => {
    const mark = faults.length;
    const parsed = parsePack(source, faults);
    // What cannot be parsed has one fault, not one for every key that is missing.
    const shape = faults.length > mark ? [] : faults;
    return { parsed, pack: readPack(source.file, Cursor.over(source.file, parsed.value, shape)) };
  });
  return { packs, faults };
}

function keyOf({ id, version }: PackFile): string {
  return `${id}@${version}`;
}

function shelve({ packs: read, faults: found }: ReadPacks): PackShelf {
  const faults = [...found];
  const parsed = new Map(read.map((one) => [one.pack.file, one.parsed]));
  const refuseFaults = (): void => {
    if (faults.length > 0) throw new PackError(withoutRepeats(faults).map((fault) => ({ ...fault, ...parsed.get(fault.file)?.placeOf(fault.path) })));
  };
  refuseFaults();
  const packs = new Map<string, PackFile>();
  for (const { pack } of read) {
    const key = keyOf(pack);
    if (packs.has(key)) faults.push({ file: pack.file, path: 'version', reason: `${key} is already in ${packs.get(key)?.file ?? ''}` });
    else packs.set(key, pack);
  }
  refuseFaults();
  const shelf = new Map<string, EffectivePack>();
  for (const [key, pack] of packs) {
    const lineage = lineageOf(pack, packs, faults);
    if (lineage !== null) shelf.set(key, resolvePack(lineage, faults));
  }
  refuseFaults();
  const versionsOf = (id: string): EffectivePack[] => [...shelf.values()].filter((pack) => pack.id === id).sort((a, b) => Number(b.version) - Number(a.version));
  return {
    ids: [...new Set([...packs.values()].map(({ id }) => id))].sort(),
    effective(id, version) {
      const found = versionsOf(id).find((pack) => version === undefined || pack.version === version);
      if (found === undefined) throw new Error(`no regulation pack ${version === undefined ? id : `${id}@${version}`}`);
      return found;
    },
    inForceOn(id, day) {
      const found = versionsOf(id).find(({ inForceFrom, inForceTo }) => (inForceFrom ?? day) <= day && day <= (inForceTo ?? day));
      if (found === undefined) throw new Error(`no regulation pack ${id} is in force on ${day}`);
      return found;
    },
  };
}

function lineageOf(pack: PackFile, packs: ReadonlyMap<string, PackFile>, faults: PackFault[]): [PackFile, ...PackFile[]] | null {
  const lineage: [PackFile, ...PackFile[]] = [pack];
  for (let child = pack; child.parent !== null; ) {
    const parent = packs.get(child.parent);
    if (parent === undefined || lineage.includes(parent)) {
      faults.push({ file: child.file, path: 'parent', reason: parent === undefined ? `unknown pack ${child.parent}` : `${child.parent} is its own ancestor` });
      return null;
    }
    lineage.push(parent);
    child = parent;
  }
  return lineage;
}

// A fault of a parent shows once more in every child that inherits it.
function withoutRepeats(faults: readonly PackFault[]): PackFault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}
