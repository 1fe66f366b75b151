import type { ItemFit, Label } from '@gongshu/contracts';
import { likeness } from './likeness.js';

/** From here on two names are taken for the same thing. */
const ALIKE = 60;
/** The share of wanted items that must be found where the name says nothing. */
const MOST_ITEMS = 60;
/** With a name alike, a third of the items is enough. */
const SOME_ITEMS = 33;

/** What is looked for: by name, by data items, or both. */
export interface Wanted {
  readonly name: string | null;
  readonly dataItems: readonly string[];
}
export interface Offered {
  readonly name: string;
  readonly itemNames: readonly string[];
}

/** How far an entry supplies what is wanted, with everything the answer rests on. Percents. */
export interface Fit {
  readonly fits: boolean;
  readonly score: number;
  readonly nameLikeness: number;
  readonly items: readonly ItemFit[];
}

/** Compares names by their two-character pieces: no meaning is guessed, and each number can be checked by hand. */
export function fitOf({ name, dataItems }: Wanted, offered: Offered): Fit {
  const nameLikeness = name === null ? 0 : likeness(name, offered.name);
  const items = dataItems.map((wanted) => nearest(wanted, offered.itemNames));
  const found = items.filter((item) => item.found !== null).length;
  const share = items.length === 0 ? 0 : Math.round((100 * found) / items.length);
  const fits = items.length === 0 ? nameLikeness >= ALIKE : share >= (nameLikeness >= ALIKE ? SOME_ITEMS : MOST_ITEMS);
  return { fits, score: items.length === 0 ? nameLikeness : Math.round((nameLikeness + 2 * share) / 3), nameLikeness, items };
}

function nearest(wanted: string, offered: readonly string[]): ItemFit {
  let best: ItemFit = { wanted, found: null, likeness: 0 };
  for (const found of offered) {
    const like = likeness(wanted, found);
    if (like >= ALIKE && like > best.likeness) best = { wanted, found, likeness: like };
  }
  return best;
}

/** A fit in words. */
export function whyOf({ nameLikeness, items }: Fit): Label {
  const found = items.filter((item) => item.found !== null);
  const named = found.slice(0, 5).map((item) => `${item.wanted}→${String(item.found)}`).join('、');
  const [of, count] = [String(items.length), String(found.length)];
  return {
    zh: `名称相似度${String(nameLikeness)}%;${of}个数据项中有${count}个相近${named === '' ? '' : `:${named}`}`.slice(0, 200),
    en: `Names ${String(nameLikeness)} % alike; ${count} of ${of} data items found${named === '' ? '' : `: ${named}`}`.slice(0, 200),
  };
}
