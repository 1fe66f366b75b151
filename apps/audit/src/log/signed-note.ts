import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Signed notes (c2sp.org/signed-note): a text, a blank line, and lines `— <key name> base64(key id ‖ signature)`. */

/** What is wrong with a note, a signature line or a key that somebody else wrote. */
export class NoteRefused extends Error {
  override readonly name = 'NoteRefused';
}

/** 0x01 a plain Ed25519 signature; 0x04 a timestamped Ed25519 cosignature of a checkpoint. */
export type SignatureType = 0x01 | 0x04;
export const ED25519: SignatureType = 0x01;
export const COSIGNATURE_V1: SignatureType = 0x04;

export interface NoteSigner {
  /** Without Unicode spaces and without `+`; a URL without its scheme by recommendation. */
  readonly name: string;
  /** Ed25519. */
  readonly privateKey: KeyObject;
}

export interface VerifierKey {
  readonly name: string;
  readonly type: SignatureType;
  /** Four bytes. Together with the name it says which key signed a line. */
  readonly keyId: Buffer;
  readonly publicKey: KeyObject;
}

export interface SignedNote {
  /** With its final newline: exactly the bytes that are signed. */
  readonly text: string;
  /** Without newlines. */
  readonly signatureLines: readonly string[];
}

const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;
const MAX_SIGNATURES = 64;

export function verifierKeyOf(signer: NoteSigner, type: SignatureType): VerifierKey {
  const publicKey = createPublicKey(signer.privateKey);
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new TypeError('a note is signed with an Ed25519 key');
  return { name: checkedName(signer.name), type, keyId: keyIdOf(signer.name, type, rawPublicKey(publicKey)), publicKey };
}

/** `name+hex(key id)+base64(type ‖ public key)`. */
export function formatVerifierKey(key: VerifierKey): string {
  const material = Buffer.concat([Buffer.of(key.type), rawPublicKey(key.publicKey)]);
  return `${key.name}+${key.keyId.toString('hex')}+${material.toString('base64')}`;
}

/** Throws NoteRefused when the key is not one of ours in kind, or its id does not follow from it. */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name, keyIdHex, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? [];
  if (name === undefined || keyIdHex === undefined || encoded === undefined) throw new NoteRefused('a verifier key is name+hex+base64');
  const material = decodeBase64(encoded);
  const type = material?.[0];
  if (material === undefined || material.length !== 1 + PUBLIC_KEY_BYTES || (type !== 0x01 && type !== 0x04)) {
    throw new NoteRefused('a verifier key holds a type byte 01 or 04 and 32 bytes of an Ed25519 key');
  }
  const raw = material.subarray(1);
  const keyId = keyIdOf(checkedName(name), type, raw);
  if (keyId.toString('hex') !== keyIdHex) throw new NoteRefused('the key id does not belong to the key');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
  return { name, type, keyId, publicKey };
}

/** The signature line (no newline) of a plain Ed25519 signature over the text. Throws NoteRefused when the text does not end its last line. */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith('\n')) throw new NoteRefused('the text of a note ends in a newline');
  return signatureLine(verifierKeyOf(signer, ED25519), sign(null, Buffer.from(text), signer.privateKey));
}

/** False for a line of another key as well as for a wrong signature; see `isLineOf` to tell them apart. */
export function verifyNoteLine(text: string, line: string, key: VerifierKey): boolean {
  const signature = signatureOf(line, key);
  return key.type === ED25519 && signature !== undefined && verify(null, Buffer.from(text), key.publicKey, signature);
}

export function signatureLine(key: VerifierKey, signature: Buffer): string {
  return `— ${key.name} ${Buffer.concat([key.keyId, signature]).toString('base64')}`;
}

/** The signature bytes of a line if the line names this key. */
export function signatureOf(line: string, key: VerifierKey): Buffer | undefined {
  const [, name, encoded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  const signed = encoded === undefined ? undefined : decodeBase64(encoded);
  if (name !== key.name || signed === undefined || !signed.subarray(0, KEY_ID_BYTES).equals(key.keyId)) return undefined;
  return signed.subarray(KEY_ID_BYTES);
}

export function isLineOf(line: string, key: VerifierKey): boolean {
  return signatureOf(line, key) !== undefined;
}

export function formatNote(note: SignedNote): string {
  return `${note.text}\n${note.signatureLines.map((line) => `${line}\n`).join('')}`;
}

/** Takes a note apart without judging its signatures. Throws NoteRefused when it is not a note. */
export function parseNote(note: string): SignedNote {
  // The last blank line divides; the text itself may hold blank lines.
  const divide = note.lastIndexOf('\n\n');
  if (divide < 0 || !note.endsWith('\n')) throw new NoteRefused('a note is a text, a blank line and signature lines');
  if ([...note].some((char) => char < ' ' && char !== '\n')) throw new NoteRefused('a note holds no control characters');
  const signatureLines = note.slice(divide + 2).split('\n').slice(0, -1);
  if (signatureLines.length === 0 || signatureLines.length > MAX_SIGNATURES) throw new NoteRefused(`a note has 1 to ${MAX_SIGNATURES} signatures`);
  for (const line of signatureLines) {
    const encoded = /^— [^\s+]+ (\S+)$/u.exec(line)?.[1];
    const signed = encoded === undefined ? undefined : decodeBase64(encoded);
    if (signed === undefined || signed.length <= KEY_ID_BYTES) throw new NoteRefused('a signature line is: — name base64');
  }
  return { text: note.slice(0, divide + 1), signatureLines };
}

/** Strict: Node's own decoder skips what it does not know. */
export function decodeBase64(encoded: string): Buffer | undefined {
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64') === encoded ? bytes : undefined;
}

function keyIdOf(name: string, type: SignatureType, rawKey: Uint8Array): Buffer {
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(type)).update(rawKey).digest().subarray(0, KEY_ID_BYTES);
}

function rawPublicKey(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
}

function checkedName(name: string): string {
  if (!/^[^\s+\p{Cc}]+$/u.test(name)) throw new NoteRefused('a key name has no spaces, no plus and no control characters');
  return name;
}
