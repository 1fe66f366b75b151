import { anyone, rolesBelowToo } from '../permission.js';
import { Division, Id, InstantField, JsonField, Nullable, Parts, Text, Whole } from '../fields.js';
import { defineRequest, get } from '../define-request.js';

/** A public key in JWK (RFC 7517, RFC 8037), and when documents were signed with it. */
export class DocumentKey {
  @Text({ description: 'OKP' }) readonly kty!: string;
  @Text({ description: 'Ed25519' }) readonly crv!: string;
  @Text() readonly x!: string;
  @Text({ description: 'Thumbprint (RFC 7638)' }) readonly kid!: string;
  @Text({ description: 'EdDSA' }) readonly alg!: string;
  @Text({ description: 'sig' }) readonly use!: string;
  @InstantField() readonly validFrom!: string;
  @Nullable({ description: 'Null: in use' }) readonly validUntil!: string | null;
}
export class DocumentKeys {
  @Parts(() => DocumentKey, { description: 'The newest first' }) readonly keys!: DocumentKey[];
}
export class DocumentKeysOf {
  @Division({ optional: true, description: 'Node whose keys are asked for, one on the way up from here or below; this node when absent' }) readonly node?: string;
}
export class IssuerKeys extends DocumentKeys {
  @Text({ description: 'The issuer (`iss`) that signs with them' }) readonly issuer!: string;
}
/** Whoever meets a key that is not in a kept list asks again after this time: keys change seldom, and are never taken off the list. */
const KEYS_SECONDS = 300;
export const getDocumentKeys = defineRequest({
  service: 'sharing', name: 'get-document-keys', kind: 'query', input: DocumentKeysOf, output: IssuerKeys, permission: anyone(),
  http: get('/document-keys', { onPublicListener: true, cacheSeconds: KEYS_SECONDS }), summary: { zh: '签名文书的公钥', en: 'Public keys of signed documents, former ones too' },
});

export class PermitOfGrant {
  @Id() readonly id!: string;
  @Whole({ min: 1, max: 1_000_000_000, description: 'Number of the permit within the grant' }) readonly number!: number;
}
export class SignedReceipt {
  @JsonField({ description: 'What is signed, in the open' }) readonly receipt!: unknown;
  @Text({ max: 100_000, description: 'Compact JWS (EdDSA) over the canonical JSON of the receipt with issuer and time' }) readonly jws!: string;
}
export const getReceipt = defineRequest({
  service: 'sharing', name: 'get-receipt', kind: 'query', input: PermitOfGrant, output: SignedReceipt, permission: rolesBelowToo('DATA_ADMINISTRATOR', 'DATA_AUTHORITY', 'PROVIDER_HEAD', 'AUDITOR'),
  http: get('/grants/{id}/permits/{number}/receipt'), summary: { zh: '一次交付的签名回执', en: 'Signed receipt of a delivery, the same for requester and provider' },
});
