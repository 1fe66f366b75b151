import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { exportJWK } from 'jose';
import { identityProblems, Problem, signingKeysRotated, type SigningKeyRotation } from '@gongshu/contracts';
import { SETTINGS, TOKEN_ALGORITHM, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import type { IdentitySettings } from '../identity.config.js';
import { publishedKeysAt, publishedUntil, signingKeyAt, type KeyTimes } from './key-times.js';

export interface SigningKey extends KeyTimes {
  readonly privateKey: KeyObject;
  readonly publicJwk: Record<string, unknown>;
}

interface Row {
  readonly kid: string;
  readonly private_key_pem: string;
  readonly public_jwk: Record<string, unknown>;
  readonly signs_from: Date;
}

const KEYS_LOCK = 0x6b657973;
/** A replica that has not heard of a new key for so long is still in time: the key is published far longer before it signs. */
const FRESH_MILLISECONDS = 5_000;

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** The node's token keys. The first is made when it is first needed; replicas agree on it, and on when another follows, through the database. */
@Injectable()
export class SigningKeys {
  private known: { readonly keys: readonly SigningKey[]; readonly readAt: number } | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<IdentitySettings, 'tokenSeconds' | 'keyLeadSeconds'>,
  ) {}

  /** The key that signs now. */
  async current(ctx: RequestContext): Promise<SigningKey> {
    const key = signingKeyAt(await this.keys(ctx), Date.parse(ctx.now));
    if (key === undefined) throw new Error('no signing key is in force');
    return key;
  }

  /** All keys whose tokens hold or will; the one that signs now is the first. */
  async published(ctx: RequestContext): Promise<SigningKey[]> {
    return publishedKeysAt(await this.keys(ctx), Date.parse(ctx.now), this.settings.tokenSeconds);
  }

  /**
   * Publishes a new key, which signs once every verifier can know it. No token ever meets a verifier without its key, and none stops being valid.
   *
   * @throws Problem `identity/rotation-under-way` while a published key does not sign yet
   */
  async rotate(ctx: RequestContext): Promise<SigningKeyRotation> {
    const former = await this.current(ctx);
    const now = Date.parse(ctx.now);
    const signsFrom = now + this.settings.keyLeadSeconds * 1000;
    const made = await newKey();
    await this.unitOfWork.run({ ...ctx, idempotencyKey: null }, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [KEYS_LOCK]);
      const keys = await this.read(tx);
      if (keys.some((key) => key.signsFrom > now)) throw new Problem(identityProblems.rotationUnderWay);
      await this.insert(tx, made, signsFrom);
      const verifying = publishedKeysAt(keys, now, this.settings.tokenSeconds).map(({ kid }) => kid);
      await tx.query('DELETE FROM signing_key WHERE kid <> ALL($1)', [[...verifying, made.kid]]);
      tx.announce(signingKeysRotated, made.kid, { keyId: made.kid, signsFrom: iso(signsFrom) });
    });
    this.known = null;
    return { keyId: made.kid, signsFrom: iso(signsFrom), formerKeyId: former.kid, formerPublishedUntil: iso(publishedUntil(signsFrom, this.settings.tokenSeconds)) };
  }

  private async keys(ctx: RequestContext): Promise<readonly SigningKey[]> {
    const now = Date.parse(ctx.now);
    if (this.known === null || Math.abs(now - this.known.readAt) > FRESH_MILLISECONDS) {
      let keys = await this.unitOfWork.read(ctx, (tx) => this.read(tx));
      if (keys.length === 0) keys = await this.first(ctx);
      this.known = { keys, readAt: now };
    }
    return this.known.keys;
  }

  private async first(ctx: RequestContext): Promise<SigningKey[]> {
    const made = await newKey();
    return this.unitOfWork.run({ ...ctx, idempotencyKey: null }, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [KEYS_LOCK]);
      if ((await this.read(tx)).length === 0) await this.insert(tx, made, Date.parse(ctx.now));
      return this.read(tx);
    });
  }

  private async read(tx: Transaction): Promise<SigningKey[]> {
    const rows = await tx.query<Row>('SELECT kid, private_key_pem, public_jwk, signs_from FROM signing_key');
    return rows.map(({ kid, private_key_pem: pem, public_jwk: publicJwk, signs_from: from }) => ({ kid, privateKey: createPrivateKey(pem), publicJwk, signsFrom: from.getTime() }));
  }

  private async insert(tx: Transaction, { kid, privateKey, publicJwk }: Omit<SigningKey, 'signsFrom'>, signsFrom: number): Promise<void> {
    await tx.query('INSERT INTO signing_key (kid, private_key_pem, public_jwk, created_at, signs_from) VALUES ($1, $2, $3, $4, $5)', [
      kid,
      privateKey.export({ type: 'pkcs8', format: 'pem' }),
      JSON.stringify(publicJwk),
      tx.ctx.now,
      iso(signsFrom),
    ]);
  }
}

async function newKey(): Promise<Omit<SigningKey, 'signsFrom'>> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const jwk = await exportJWK(publicKey);
  const kid = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url').slice(0, 16);
  return { kid, privateKey, publicJwk: { ...jwk, kid, alg: TOKEN_ALGORITHM, use: 'sig' } };
}
