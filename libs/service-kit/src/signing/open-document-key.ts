import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import type { EntityManager } from 'typeorm';
import { instantOf, type Clock } from '../context/clock.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import { readEd25519Key } from './read-ed25519-key.js';

const SETTING = 'DOCUMENT_KEY_PEM';

/** The key in use. `kid` is its thumbprint (RFC 7638). */
export interface DocumentKeyPair {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/**
 * Takes the key from the setting or the database, and makes one at the first start. Replicas that start together all end with the same. Another key in the setting takes the place of
 * the one in use, which stays published; the way back is closed, so that replicas with different settings cannot replace each other for ever.
 *
 * @throws Error when the setting lacks the key that the database began with, or has one that was replaced
 */
export async function openDocumentKey(unitOfWork: UnitOfWork, clock: Clock, givenPem: string): Promise<DocumentKeyPair> {
  const given = givenPem === '' ? null : await pairOf(readEd25519Key(SETTING, givenPem));
  const proposed = given ?? (await pairOf(generateKeyPairSync('ed25519').privateKey));
  return unitOfWork.source.transaction(async (manager) => {
    await manager.query('LOCK TABLE document_key IN SHARE ROW EXCLUSIVE MODE');
    const [kept] = (await manager.query('SELECT kid, private_key_pem FROM document_key WHERE valid_until IS NULL')) as { kid: string; private_key_pem: string | null }[];
    if (given === null && kept !== undefined) {
      if (kept.private_key_pem === null) throw new Error(`${SETTING} is not set, but this database signs with a key from there`);
      return { kid: kept.kid, privateKey: createPrivateKey(kept.private_key_pem) };
    }
    if (kept?.kid === proposed.kid) return proposed;
    await replace(manager, proposed, instantOf(clock), given !== null);
    return proposed;
  });
}

async function replace(manager: EntityManager, { kid, privateKey, jwk }: NewKey, now: string, keptElsewhere: boolean): Promise<void> {
  const known = (await manager.query('SELECT 1 FROM document_key WHERE kid = $1', [kid])) as unknown[];
  if (known.length > 0) throw new Error(`${SETTING} is a key that was replaced by another`);
  await manager.query('UPDATE document_key SET valid_until = $1 WHERE valid_until IS NULL', [now]);
  const pem = keptElsewhere ? null : privateKey.export({ type: 'pkcs8', format: 'pem' });
  await manager.query('INSERT INTO document_key (kid, public_jwk, private_key_pem, valid_from) VALUES ($1, $2, $3, $4)', [kid, JSON.stringify(jwk), pem, now]);
}

interface NewKey extends DocumentKeyPair {
  readonly jwk: JWK;
}

async function pairOf(privateKey: KeyObject): Promise<NewKey> {
  const jwk = await exportJWK(createPublicKey(privateKey));
  return { kid: await calculateJwkThumbprint(jwk), privateKey, jwk };
}
