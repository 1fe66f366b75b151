import { randomUUID } from 'node:crypto';

/** A UUID of version 7 (RFC 9562, 5.7): in the order of time, so that permits taken together lie together in the index. */
export function permitId(milliseconds: number): string {
  const time = milliseconds.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
