import { Buffer } from 'node:buffer';
import { Problem, problems } from '@gongshu/contracts';

/** Where a page ended: the last item's instant and id. Callers get it as opaque text. */
export interface PageCursor {
  readonly at: string;
  readonly id: string;
}

const PATTERN = /^([12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function writeCursor({ at, id }: PageCursor): string {
  return Buffer.from(`${at} ${id}`).toString('base64url');
}

/** @throws Problem `input/invalid` at `/cursor` for text that `writeCursor` did not write */
export function readCursor(text: string): PageCursor {
  const [, at, id] = PATTERN.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (at === undefined || id === undefined || Number.isNaN(Date.parse(at))) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: '/cursor', code: 'cursor', detail: 'not the nextCursor of a page' }] });
  }
  return { at, id };
}
