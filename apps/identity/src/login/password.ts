import { createHash, randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import type { HashedPassword } from './account.store.js';

/** 32 MiB and about 0.2 s for each guess (OWASP password storage, scrypt). */
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 };
const HASH_BYTES = 32;
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;

function derive(password: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same characters typed on another keyboard may come composed otherwise.
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, COST, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

/** What is kept of a password. */
export async function hashPassword(password: string): Promise<HashedPassword> {
  const salt = randomBytes(16).toString('hex');
  return { salt, hash: (await derive(password, salt)).toString('hex') };
}

export async function passwordMatches(password: string, { salt, hash }: HashedPassword): Promise<boolean> {
  return timingSafeEqual(await derive(password, salt), Buffer.from(hash, 'hex'));
}

/** Whether a password may be set: long enough that guessing it within the lock's pace is hopeless, and neither the account's name nor one character over and over. */
export function isAcceptable(password: string, accountId: string): boolean {
  const characters = [...password];
  return characters.length >= SHORTEST_PASSWORD && characters.length <= LONGEST_PASSWORD && new Set(characters).size >= 5 && !password.toLowerCase().includes(accountId.toLowerCase());
}

const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CODE_CHARACTERS = 28;

/** A one-time code of 140 random bits that can be read out: `XXXX-XXXX-…` without characters that look alike. */
export function newActivationCode(): string {
  const code = Array.from(randomBytes(CODE_CHARACTERS), (byte) => ALPHABET[byte % ALPHABET.length] ?? '').join('');
  return (code.match(/.{4}/g) ?? []).join('-');
}

/** What is kept of an activation code; as random as it is, it needs no salt. However it was typed: case, spaces and hyphens do not count. */
export function hashActivationCode(code: string): string {
  return createHash('sha256').update(code.toUpperCase().replaceAll(/[\s-]/g, '')).digest('hex');
}
