import { Problem, problems } from '@gongshu/contracts';

/**
 * The key under which a caller may repeat a command, from the header `Idempotency-Key`; null when there is none.
 *
 * @throws Problem `input/invalid` for anything but 1 to 200 printable ASCII characters
 */
export function readIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(header)) return header;
  throw new Problem(problems.invalidInput, { errors: [{ pointer: '/idempotency-key', code: 'header', detail: '1 to 200 printable ASCII characters' }] });
}
