import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { readCalendar } from '../calendar/read-calendar.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import { Cursor } from './cursor.js';
import type { EffectivePack, PackShelf } from './effective-pack.js';
import { PackError, type PackFault } from './pack-error.js';
import type { PackFile } from './pack-file.js';
import { readPack } from './read-pack.js';
import { resolvePack } from './resolve-pack.js';

// Both folders lie beside src/ and dist/, so the same step up works from either.
const PACKS_DIR = fileURLToPath(new URL('../../packs/', import.meta.url));
const CALENDAR_FILE = fileURLToPath(new URL('../../calendar/cn.json', import.meta.url));

// Reading YAML takes a tenth of a second; the services of a node share one process and one shelf.
let shipped: PackShelf | undefined;

/** Reads and checks every `.yaml` file of a folder (default: the packs of the library, read once). Throws a PackError that lists all faults. */
export function loadPacks(dir?: string): PackShelf {
  return dir === undefined ? (shipped ??= shelfOf(PACKS_DIR)) : shelfOf(dir);
}

function shelfOf(dir: string): PackShelf {
  const files = readdirSync(dir).filter((name) => name.endsWith('.yaml')).sort();
  return shelvePacks(files.map((file) => ({ file, text: readFileSync(join(dir, file), 'utf8') })));
}

/** Reads a calendar file (default: the statutory calendar of the library). Throws a PackError for a faulty file. */
export function loadCalendar(file: string = CALENDAR_FILE): WorkingCalendar {
  return readCalendar(file, readFileSync(file, 'utf8'));
}

/** Checks packs given as text. Throws a PackError that lists all faults. */
export function shelvePacks(sources: readonly { readonly file: string; readonly text: string }[]): PackShelf {
  const faults: PackFault[] = [];
  const packs = new Map<string, PackFile>();
  for (const { file, text } of sources) {
    const pack = readPack(file, Cursor.over(file, parsed(file, text, faults), faults));
    const key = `${pack.id}@${pack.version}`;
    if (packs.has(key)) faults.push({ file, path: 'version', reason: `${key} is already in ${packs.get(key)?.file ?? ''}` });
    else packs.set(key, pack);
  }
  if (faults.length > 0) throw new PackError(faults);
  const shelf = new Map<string, EffectivePack>();
  for (const [key, pack] of packs) {
    const lineage = lineageOf(pack, packs, faults);
    if (lineage !== null) shelf.set(key, resolvePack(lineage, faults));
  }
  if (faults.length > 0) throw new PackError(withoutRepeats(faults));
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

function parsed(file: string, text: string, faults: PackFault[]): unknown {
  try {
    return parse(text);
  } catch (error) {
    faults.push({ file, path: '(top)', reason: `is not YAML: ${error instanceof Error ? error.message : String(error)}` });
    return {};
  }
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
