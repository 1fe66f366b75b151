import type { Fragment, FragmentMark } from '@gongshu/contracts';
import { fold } from './text-grams.js';

/** UTF-16 units of a fragment, and of what stands before its first mark. */
const WINDOW = 120;
const BEFORE = 30;
/** Of one fragment: a page must fit the bus, whatever is repeated in it. */
const MOST_MARKS = 8;

/** The piece of a text in which words stand, with the places of all of them; null where none does. `words` are folded. */
export function fragmentOf(field: string, text: string, words: readonly string[]): Fragment | null {
  const { folded, origin } = foldedWithOrigin(text);
  const found = words.flatMap((word) => placesOf(word, folded)).sort((a, b) => a.from - b.from || b.to - a.to);
  const places = found.map(({ from, to }) => ({ from: origin[from] ?? 0, to: origin[to] ?? text.length }));
  const first = places[0];
  if (first === undefined) return null;
  const start = text.length <= WINDOW ? 0 : wholeCharacter(text, Math.max(0, first.from - BEFORE));
  const end = wholeCharacter(text, Math.min(text.length, start + WINDOW));
  const marks: FragmentMark[] = [];
  for (const { from, to } of places) {
    const last = marks.at(-1);
    if (marks.length === MOST_MARKS) break;
    if (to > end || (last !== undefined && from - start < last.to)) continue;
    marks.push({ from: from - start, to: to - start });
  }
  return { field, text: text.slice(start, end), marks };
}

function placesOf(word: string, folded: string): FragmentMark[] {
  const places: FragmentMark[] = [];
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) places.push({ from: at, to: at + word.length });
  return places;
}

/** The folded text, and for each of its units where its character begins in the text. */
function foldedWithOrigin(text: string): { folded: string; origin: number[] } {
  const origin: number[] = [];
  let folded = '';
  let at = 0;
  for (const character of text) {
    const form = fold(character);
    folded += form;
    for (let unit = 0; unit < form.length; unit += 1) origin.push(at);
    at += character.length;
  }
  origin.push(at);
  return { folded, origin };
}

/** Never between the halves of a character. */
function wholeCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
