/*
 * What a cell of a workbook says, as text (ECMA-376 part 1, 18.3 and 18.8).
 */

const DAY_MILLISECONDS = 86_400_000;
/** Day 0 of Excel's calendar, which counts a 29 February 1900 that never was: right for days from 1 March 1900 on. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const LAST_SERIAL = 2_958_465;

/** Formats that show a number as a date, by their numbers: those every workbook has, East Asian ones included. */
const DATE_FORMATS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

/** Whether a format of the workbook's own shows a date: a day or a year outside quoted words and brackets. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return DATE_FORMATS.has(id);
  return /[yd]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}

/** A serial number as a day, with its time when it has one; null for what is no serial number of a day. */
export function dayOfSerial(text: string, from1904: boolean): string | null {
  const serial = Number(text);
  if (!(serial >= 0 && serial <= LAST_SERIAL)) return null;
  const instant = new Date((from1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(serial * DAY_MILLISECONDS)).toISOString();
  return Number.isInteger(serial) ? instant.slice(0, 10) : instant.slice(0, 19);
}

/** Excel writes what XML cannot hold, and such writing itself, as `_xHHHH_`. */
export function withoutEscapes(text: string): string {
  return text.includes('_x') ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (whole, hex: string) => (/^d[89a-f]/i.test(hex) ? whole : String.fromCharCode(Number.parseInt(hex, 16)))) : text;
}

/** The opposite: for a text that goes into a workbook. */
export function withEscapes(text: string): string {
  return text.replaceAll(/_x[0-9A-Fa-f]{4}_/g, (whole) => `_x005F${whole}`).replaceAll(/[\r\ufffe\uffff]/g, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
}
