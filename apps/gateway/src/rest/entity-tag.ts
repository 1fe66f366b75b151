import { createHash } from 'node:crypto';

const TAG_CHARACTERS = 27;

/** A strong entity tag (RFC 9110, 8.8.3): the same for the same bytes on every replica, because it is their digest. */
export function entityTag(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, TAG_CHARACTERS)}"`;
}

/** Whether an `If-None-Match` header names the tag (RFC 9110, 13.1.2: `W/` makes no difference, `*` stands for any). */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag);
}
