import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

/** A published key, as `GET /v1/document-keys` lists it. */
export interface PublishedKey extends JsonWebKey {
  readonly kid: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/** The keys of one issuer. */
export interface PublishedKeys {
  readonly keys: readonly PublishedKey[];
  /** Null where the list does not say whose keys they are. */
  readonly issuer: string | null;
}

export interface Finding {
  readonly ok: boolean;
  readonly what: string;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  /** What is signed; null where the signature does not hold. */
  readonly content: Readonly<Record<string, unknown>> | null;
}

/** Programs that were started before a change of the key still sign with the former one. */
const OVERLAP_MILLISECONDS = 86_400_000;

/** Holds a signed document (compact JWS, or a JSON answer with one in `jws`) against the published keys. Shares no code with the services that sign. */
export function verifyDocument(text: string, { keys, issuer }: PublishedKeys): Verdict {
  const { jws, open } = readDocument(text);
  const [head = '', body = '', signature = '', rest] = jws.split('.');
  const header = fromJson(head);
  if (rest !== undefined || header === null || signature === '') return refused('不是签名文书 not a signed document');
  if (header['alg'] !== 'EdDSA') return refused('签名算法不是 EdDSA the algorithm is not EdDSA');
  const key = keys.find(({ kid }) => kid === header['kid']);
  if (key === undefined) return refused(`公钥未公布 no published key ${String(header['kid'])}`);
  const holds = verify(null, Buffer.from(`${head}.${body}`), createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  const content = fromJson(body);
  if (!holds || content === null) return refused('签名无效 the signature does not hold');
  return {
    findings: [
      { ok: true, what: `签名有效 signature holds: ${String(header['typ'])}, ${String(content['iss'])}, kid ${key.kid}` },
      ...(issuer === null || issuer === content['iss'] ? [] : [{ ok: false, what: `公钥属于另一签署方 the keys are those of ${issuer}` }]),
      wasInUse(key, Number(content['iat']) * 1000),
      ...(open === null ? [] : [sameInTheOpen(open, content)]),
    ],
    content,
  };
}

function refused(what: string): Verdict {
  return { findings: [{ ok: false, what }], content: null };
}

function wasInUse({ validFrom, validUntil }: PublishedKey, at: number): Finding {
  const ok = at >= Date.parse(validFrom) - OVERLAP_MILLISECONDS && (validUntil === null || at <= Date.parse(validUntil) + OVERLAP_MILLISECONDS);
  const when = Number.isNaN(at) ? '?' : new Date(at).toISOString();
  return { ok, what: ok ? `签署时间在公钥有效期内 signed at ${when}, while the key was in use` : `签署时间不在公钥有效期内 signed at ${when}, when the key was not in use` };
}

/** People read what stands in the open: it must say what is signed, no more and no less. */
function sameInTheOpen(open: unknown, { iss: _issuer, iat: _issuedAt, ...signed }: Readonly<Record<string, unknown>>): Finding {
  const ok = isDeepStrictEqual(open, signed);
  return { ok, what: ok ? '明文与签名内容一致 the open text is what is signed' : '明文与签名内容不一致 the open text is not what is signed' };
}

const IN_THE_OPEN = ['receipt', 'statement', 'agreement'];

function readDocument(text: string): { jws: string; open: unknown } {
  const parsed = parse(text.trim());
  if (parsed === null || typeof parsed['jws'] !== 'string') return { jws: text.trim(), open: null };
  const name = IN_THE_OPEN.find((field) => Object.hasOwn(parsed, field));
  return { jws: parsed['jws'], open: name === undefined ? null : parsed[name] };
}

function fromJson(part: string): Record<string, unknown> | null {
  return parse(Buffer.from(part, 'base64url').toString());
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
