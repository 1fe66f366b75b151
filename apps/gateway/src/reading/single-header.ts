import type { IncomingMessage } from 'node:http';

/** A header's only value; undefined when it is absent. Node joins repeated fields or keeps the first, so an array does not occur but for Set-Cookie. */
export function singleHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
