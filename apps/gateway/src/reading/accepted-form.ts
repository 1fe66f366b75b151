import { Problem, problems } from '@gongshu/contracts';
import type { RowFormName } from '../provider/row-forms.js';

/** In the order of preference where a caller has none. */
const MEDIA_TYPES: readonly (readonly [form: RowFormName, type: string])[] = [['json', 'application/json'], ['ndjson', 'application/x-ndjson'], ['csv', 'text/csv']];
const WEIGHT = /^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/;

interface MediaRange {
  readonly range: string;
  readonly weight: number;
}

interface Liking {
  readonly weight: number;
  /** How closely the form was named: 2 itself, 1 by its kind, 0 with everything, -1 not at all. */
  readonly closeness: number;
}

/**
 * The form of rows that an `Accept` header likes best (RFC 9110, 12.5.1); of two it likes alike, the one it names more closely. JSON when there is no header. Parameters of a type besides
 * its weight say nothing here, and a weight that is none counts as 0.
 *
 * @throws Problem `input/not-acceptable` 406 with the types there are
 */
export function acceptedForm(header: string | undefined): RowFormName {
  if (header === undefined || header.trim() === '') return 'json';
  const ranges = header.split(',').map(mediaRange);
  let best: RowFormName | null = null;
  let most: Liking = { weight: 0, closeness: -1 };
  for (const [form, type] of MEDIA_TYPES) {
    const liking = likingOf(type, ranges);
    if (liking.weight === 0 || liking.weight < most.weight || (liking.weight === most.weight && liking.closeness <= most.closeness)) continue;
    best = form;
    most = liking;
  }
  if (best === null) throw new Problem(problems.notAcceptable, { allowed: MEDIA_TYPES.map(([, type]) => type) });
  return best;
}

function mediaRange(part: string): MediaRange {
  const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { range, weight: q === undefined ? 1 : WEIGHT.test(q) ? Number(q) : 0 };
}

/** The range that names a type most closely decides, whatever others say. */
function likingOf(type: string, ranges: readonly MediaRange[]): Liking {
  const names = ['*/*', `${type.split('/', 1)[0] ?? ''}/*`, type];
  let liking: Liking = { weight: 0, closeness: -1 };
  for (const { range, weight } of ranges) {
    const closeness = names.indexOf(range);
    if (closeness === -1) continue;
    if (closeness > liking.closeness || (closeness === liking.closeness && weight > liking.weight)) liking = { weight, closeness };
  }
  return liking;
}
