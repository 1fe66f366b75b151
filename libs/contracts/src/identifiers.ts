const CREDIT_CODE_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const IDENTITY_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const IDENTITY_CHECKS = '10X98765432';

/** The check character of the first 17 characters of a unified social credit code (GB 32100-2015), or null when they are not 17 of its alphabet. */
export function creditCodeCheck(first17: string): string | null {
  const values = Array.from(first17, (character) => CREDIT_CODE_CHARACTERS.indexOf(character));
  if (values.length !== 17 || values.includes(-1)) return null;
  const sum = CREDIT_CODE_WEIGHTS.reduce((total, weight, index) => total + weight * (values[index] ?? 0), 0);
  return CREDIT_CODE_CHARACTERS[(31 - (sum % 31)) % 31] ?? null;
}

/** Whether a text is a unified social credit code: 18 characters of its alphabet with the right check character (GB 32100-2015). */
export function isCreditCode(text: string): boolean {
  return text.length === 18 && creditCodeCheck(text.slice(0, 17)) === text[17];
}

/** Whether a text is a citizen's identity number: 18 characters with a day of birth that exists and the right check character (GB 11643-1999). */
export function isIdentityNumber(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^[1-9]\d{5}((?:18|19|20)\d{2})(\d{2})(\d{2})\d{3}[\dX]$/.exec(text) ?? [];
  const born = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (year === '' || Number.isNaN(born.getTime()) || born.getUTCDate() !== Number(day)) return false;
  const sum = IDENTITY_WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return IDENTITY_CHECKS[sum % 11] === text[17];
}
