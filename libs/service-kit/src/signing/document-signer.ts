import { CompactSign, compactVerify, errors, importJWK, type JWK } from 'jose';
import { canonicalJson, type DocumentKey, type JsonValue } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';
import type { NodeIdentity } from '../context/request-context.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import { issuerOf } from '../permission/token-verifier.js';
import { openDocumentKey, type DocumentKeyPair } from './open-document-key.js';

const ALGORITHM = 'EdDSA';
/** Replicas that were started before a change of the key still sign with the former one. */
const OVERLAP_MILLISECONDS = 86_400_000;

export type DocumentContent = Readonly<Record<string, JsonValue>>;

/** What a signed document says, or what is wrong with it: no document of this kind, a key this node never had, or not what the key's owner signed. */
export type OpenedDocument = { readonly content: Readonly<Record<string, unknown>> } | { readonly fault: 'MALFORMED' | 'KEY_UNKNOWN' | 'SIGNATURE_INVALID' };

interface PublishedKey {
  readonly kid: string;
  readonly jwk: JWK;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/**
 * Signs the node's documents: compact JWS (RFC 7515), `EdDSA` with Ed25519 (RFC 8037), over canonical JSON (RFC 8785). `typ` names the kind, so that one kind never passes for another;
 * `iss` and `iat` (seconds) say who signed and when; times of what the document is about are in its content.
 */
export class DocumentSigner {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly node: NodeIdentity,
    private readonly clock: Clock,
    private readonly key: DocumentKeyPair,
  ) {}

  async sign(kind: string, content: DocumentContent): Promise<string> {
    const claims = { ...content, iss: issuerOf(this.node.code), iat: Math.floor(this.clock.now() / 1000) };
    return new CompactSign(Buffer.from(canonicalJson(claims))).setProtectedHeader({ alg: ALGORITHM, kid: this.key.kid, typ: typeOf(kind) }).sign(this.key.privateKey);
  }

  async open(kind: string, jws: string): Promise<OpenedDocument> {
    let used: PublishedKey | undefined;
    try {
      const { payload, protectedHeader } = await compactVerify(
        jws,
        async ({ kid }) => {
          [used] = await this.keys('WHERE kid = $1', kid ?? '');
          if (used === undefined) throw new UnknownKey();
          return importJWK(used.jwk, ALGORITHM);
        },
        { algorithms: [ALGORITHM] },
      );
      if (protectedHeader.typ !== typeOf(kind)) return { fault: 'MALFORMED' };
      const content = JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>;
      return used !== undefined && wasInUse(used, Number(content['iat']) * 1000) ? { content } : { fault: 'SIGNATURE_INVALID' };
    } catch (error) {
      if (error instanceof UnknownKey) return { fault: 'KEY_UNKNOWN' };
      if (error instanceof errors.JWSSignatureVerificationFailed) return { fault: 'SIGNATURE_INVALID' };
      if (error instanceof errors.JOSEError) return { fault: 'MALFORMED' };
      throw error;
    }
  }

  /** All public keys, the newest first: former ones too, for what was signed with them. */
  async publicKeys(): Promise<DocumentKey[]> {
    const keys = await this.keys('');
    return keys.map(({ kid, jwk, validFrom, validUntil }) => ({ kty: 'OKP', crv: 'Ed25519', x: jwk.x ?? '', kid, alg: ALGORITHM, use: 'sig', validFrom, validUntil }));
  }

  private async keys(where: string, ...values: readonly string[]): Promise<PublishedKey[]> {
    const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    const sql = `SELECT kid, public_jwk AS jwk, ${instant('valid_from')} AS "validFrom", ${instant('valid_until')} AS "validUntil" FROM document_key ${where} ORDER BY position DESC`;
    return (await this.unitOfWork.source.query(sql, [...values])) as PublishedKey[];
  }
}

class UnknownKey extends Error {}

const typeOf = (kind: string): string => `gongshu-${kind}+jws`;

function wasInUse({ validFrom, validUntil }: PublishedKey, at: number): boolean {
  return at >= Date.parse(validFrom) - OVERLAP_MILLISECONDS && (validUntil === null || at <= Date.parse(validUntil) + OVERLAP_MILLISECONDS);
}

/** The service's signer, for its module: `useFactory`, with the unit of work, node, clock and settings injected. */
export async function openDocumentSigner(unitOfWork: UnitOfWork, node: NodeIdentity, clock: Clock, settings: { readonly documentKeyPem: string }): Promise<DocumentSigner> {
  return new DocumentSigner(unitOfWork, node, clock, await openDocumentKey(unitOfWork, clock, settings.documentKeyPem));
}
