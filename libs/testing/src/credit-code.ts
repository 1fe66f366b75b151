const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const BASE = 3;

/** A unified social credit code that verifies (GB 32100-2015: weights are powers of 3 modulo 31), the `serial`-th of a division. */
export function creditCode(division: string, serial: number): string {
  const body = `11${division}MB${String(serial).padStart(7, '0')}`;
  let [sum, weight] = [0, 1];
  for (const character of body) {
    sum += CHARACTERS.indexOf(character) * weight;
    weight = (weight * BASE) % CHARACTERS.length;
  }
  return `${body}${CHARACTERS[(CHARACTERS.length - (sum % CHARACTERS.length)) % CHARACTERS.length] ?? ''}`;
}
