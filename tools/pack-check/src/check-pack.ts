import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { loadPackBeside, PackError, runCase, type Bilingual, type EffectivePack, type PackCase, type PackFault } from '@gongshu/regulation';
import { NOTHING, viewPack, type PackView } from './view-pack.js';

/** What became of a worked example; `found` is what came instead, null where all came as it says. */
export interface CaseResult {
  readonly title: Bilingual;
  readonly passed: boolean;
  readonly found: string | null;
}

/** What the check of a pack gave: the shape of `--json`. Where there are faults nothing else could be found out. */
export interface PackReport extends PackView {
  readonly ok: boolean;
  readonly file: string;
  readonly faults: readonly PackFault[];
  readonly warnings: readonly 'no-cases'[];
  readonly cases: readonly CaseResult[];
}

/** Checks the pack at a path beside the packs of a folder (default: those that ship); `shown` is its name in faults. */
export function checkPack({ path, shown, folder }: { readonly path: string; readonly shown: string; readonly folder?: string }): PackReport {
  // A bare name would be the name of a pack of the folder.
  const file = shown === basename(shown) ? `./${shown}` : shown;
  try {
    const { pack, shelf, ownProcedures } = loadPackBeside({ file, path, text: readFileSync(path, 'utf8') }, folder);
    const [, above] = pack.lineage;
    const parent = above === undefined ? null : shelf.effective(above.id, above.version);
    const cases = pack.cases.map((example) => resultOf(pack, example));
    const ok = cases.every(({ passed }) => passed);
    return { ok, file, faults: [], warnings: cases.length === 0 ? ['no-cases'] : [], ...viewPack(pack, parent, ownProcedures), cases };
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    return { ok: false, file, faults: error.faults, warnings: [], ...NOTHING, cases: [] };
  }
}

function resultOf(pack: EffectivePack, example: PackCase): CaseResult {
  const found = whatCame(pack, example);
  return { title: example.title, passed: found === null, found };
}

function whatCame(pack: EffectivePack, example: PackCase): string | null {
  try {
    return runCase(pack, example);
  } catch (error) {
    // A day or a number of days that no calendar can count.
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
