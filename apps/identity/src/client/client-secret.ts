import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt) as (secret: string, salt: string, length: number) => Promise<Buffer>;
const HASH_BYTES = 32;

/** A new secret of 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export interface HashedSecret {
  readonly salt: string;
  readonly hash: string;
}

/** What is kept of a secret: a salted scrypt hash, hex. */
export async function hashSecret(secret: string): Promise<HashedSecret> {
  const salt = randomBytes(16).toString('hex');
  return { salt, hash: (await derive(secret, salt, HASH_BYTES)).toString('hex') };
}

export async function secretMatches(secret: string, kept: HashedSecret): Promise<boolean> {
  return timingSafeEqual(await derive(secret, kept.salt, HASH_BYTES), Buffer.from(kept.hash, 'hex'));
}
