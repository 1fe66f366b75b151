import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { exportJWK } from 'jose';
import { TOKEN_ALGORITHM, UnitOfWork, type RequestContext } from '@gongshu/service-kit';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: Record<string, unknown>;
}

interface Row {
  readonly kid: string;
  readonly private_key_pem: string;
  readonly public_jwk: Record<string, unknown>;
}

const FIRST_KEY_LOCK = 0x6b657973;

/** The node's token keys. The first is made when it is first needed; replicas agree on it through the database. */
@Injectable()
export class SigningKeys {
  private cached: SigningKey | null = null;

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The key that signs now. */
  async current(ctx: RequestContext): Promise<SigningKey> {
    this.cached ??= (await this.newest(ctx)) ?? (await this.make(ctx));
    return this.cached;
  }

  /** Public halves of all keys whose tokens may still be about. */
  async publicKeys(ctx: RequestContext): Promise<Record<string, unknown>[]> {
    await this.current(ctx);
    const rows = await this.unitOfWork.read(ctx, (tx) => tx.query<Row>('SELECT public_jwk FROM signing_key ORDER BY created_at DESC'));
    return rows.map(({ public_jwk: jwk }) => jwk);
  }

  private async newest(ctx: RequestContext): Promise<SigningKey | null> {
    const [row] = await this.unitOfWork.read(ctx, (tx) => tx.query<Row>('SELECT * FROM signing_key ORDER BY created_at DESC LIMIT 1'));
    return row === undefined ? null : { kid: row.kid, privateKey: createPrivateKey(row.private_key_pem), publicJwk: row.public_jwk };
  }

  private async make(ctx: RequestContext): Promise<SigningKey> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const jwk = await exportJWK(publicKey);
    const kid = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url').slice(0, 16);
    const publicJwk = { ...jwk, kid, alg: TOKEN_ALGORITHM, use: 'sig' };
    await this.unitOfWork.run({ ...ctx, idempotencyKey: null }, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [FIRST_KEY_LOCK]);
      await tx.query(
        'INSERT INTO signing_key (kid, private_key_pem, public_jwk, created_at) SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM signing_key)',
        [kid, privateKey.export({ type: 'pkcs8', format: 'pem' }), JSON.stringify(publicJwk), ctx.now],
      );
    });
    const made = await this.newest(ctx);
    if (made === null) throw new Error('the signing key was not stored');
    return made;
  }
}
