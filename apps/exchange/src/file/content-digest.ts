import { Problem, problems } from '@gongshu/contracts';

/**
 * The SHA-256 that the sender states for its file, hex: `Content-Digest: sha-256=:<base64>:` (RFC 9530) or `x-content-sha256: <hex>`; null when it states none.
 *
 * @throws Problem `input/invalid`
 */
export function statedDigest(contentDigest: string | undefined, sha256: string | undefined): string | null {
  if (contentDigest === undefined && sha256 === undefined) return null;
  const given = [
    ...(contentDigest === undefined ? [] : [fromField(contentDigest)]),
    ...(sha256 === undefined ? [] : [/^[0-9a-f]{64}$/i.test(sha256) ? sha256.toLowerCase() : null]),
  ];
  const [first = null] = given;
  if (first === null || given.some((one) => one !== first)) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: contentDigest === undefined ? '/x-content-sha256' : '/content-digest', code: 'digest', detail: 'one SHA-256: sha-256=:<base64>: or 64 hexadecimal digits' }] });
  }
  return first;
}

function fromField(field: string): string | null {
  const text = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(field)?.[1];
  return text === undefined ? null : Buffer.from(text, 'base64').toString('hex');
}

/** `sha-256=:<base64>:` of a digest in hex, for `Repr-Digest`. */
export function digestField(sha256: string): string {
  return `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
}
