import { defineEvent } from '../define-event.js';
import { defineRequest, put } from '../define-request.js';
import { Choice, Flag, Part, Slug, Text } from '../fields.js';
import { roles } from '../permission.js';

/** Base64url of 32 bytes. */
const COORDINATE = /^[A-Za-z0-9_-]{43}$/;

/** A public key a client signs with (RFC 7517): Ed25519 (RFC 8037), or P-256. There is no place in it for a private one. */
export class ClientPublicKey {
  @Choice(['OKP', 'EC']) readonly kty!: string;
  @Choice(['Ed25519', 'P-256']) readonly crv!: string;
  @Text({ min: 43, max: 43, pattern: COORDINATE }) readonly x!: string;
  @Text({ min: 43, max: 43, pattern: COORDINATE, optional: true, description: 'Of a key on P-256' }) readonly y?: string;
}
export class SetClientKey {
  @Slug() readonly clientId!: string;
  @Part(() => ClientPublicKey, { optional: true, description: 'Absent: the client has no key any more, and its secret counts again' }) readonly key?: ClientPublicKey;
}
export class ClientProof {
  @Slug() readonly clientId!: string;
  @Flag({ description: 'The client proves itself by its signature, and by that alone' }) readonly bySignature!: boolean;
}
/** From now on the client proves itself with a signed assertion (private_key_jwt): its secret opens nothing, and what it sends once cannot be sent again by anybody. */
export const setClientKey = defineRequest({
  service: 'identity', name: 'set-client-key', kind: 'command', input: SetClientKey, output: ClientProof, permission: roles('OPERATOR'),
  http: put('/clients/{clientId}/key'), summary: { zh: '登记客户端的签名公钥', en: 'Register the key a client signs with' },
});

export const clientKeySet = defineEvent({ service: 'identity', name: 'client-key-set', data: ClientProof });
