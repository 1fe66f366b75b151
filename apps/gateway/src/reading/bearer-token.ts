import { Problem, problems } from '@gongshu/contracts';

const B64_TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const MOST_CHARACTERS = 8_000;

/**
 * The access token of an `Authorization` header, null when there is none. Its signature is for the services to check.
 *
 * @throws Problem `access/unauthenticated` for what cannot be a token (RFC 6750, 2.1)
 */
export function bearerToken(header: string | undefined): string | null {
  if (header === undefined || !/^bearer(?: |$)/i.test(header)) return null;
  const token = header.slice(7).trim();
  if (token.length > MOST_CHARACTERS || !B64_TOKEN.test(token)) throw new Problem(problems.unauthenticated);
  return token;
}

/** Credentials of HTTP Basic as they stand in the header, undecoded; undefined when there are none. */
export function basicCredentials(header: string | undefined): string | undefined {
  return header !== undefined && /^basic /i.test(header) ? header.slice(6).trim() : undefined;
}
