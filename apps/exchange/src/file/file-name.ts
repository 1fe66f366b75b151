import { Problem, problems } from '@gongshu/contracts';

const MOST_LENGTH = 200;
/** Control characters, halves of surrogate pairs, what turns text around on a screen, and what separates folders or breaks a quoted word. */
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\p{Cs}/\\:*?"<>|]/u;

/** A provider's name for its file, percent-encoded UTF-8. @throws Problem `input/invalid` for one that could lead anywhere or say something else than it shows */
export function readFileName(header: string): string {
  let name = '';
  try {
    name = decodeURIComponent(header).trim();
  } catch {
    // Falls to the refusal below.
  }
  if (name === '' || name.length > MOST_LENGTH || UNFIT.test(name) || /^\.+$/.test(name)) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: '/x-file-name', code: 'fileName', detail: 'percent-encoded UTF-8, 1 to 200 characters, without separators, quotes or control characters' }] });
  }
  return name;
}

/** A name for a header of an answer: whatever it holds, it stays one word of it (RFC 6266, RFC 8187). */
export function attachment(name: string, plain: string): string {
  const encoded = encodeURIComponent(name.replace(/\p{Cs}/gu, '\ufffd')).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encoded}`;
}
