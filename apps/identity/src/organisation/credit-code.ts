const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The check character of the first 17 characters of a unified social credit code (GB 32100-2015), or null when they hold a character outside its alphabet. */
export function creditCodeCheck(first17: string): string | null {
  let sum = 0;
  for (const [position, weight] of WEIGHTS.entries()) {
    const value = CHARACTERS.indexOf(first17[position] ?? '?');
    if (value < 0) return null;
    sum += value * weight;
  }
  return CHARACTERS[(31 - (sum % 31)) % 31] ?? null;
}

/** Whether an 18-character unified social credit code verifies. */
export function creditCodeVerifies(code: string): boolean {
  return code.length === 18 && creditCodeCheck(code.slice(0, 17)) === code[17];
}
