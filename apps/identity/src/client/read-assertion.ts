import { decodeJwt, importJWK, jwtVerify } from 'jose';
import type { ClientPublicKey } from '@gongshu/contracts';

/** RFC 7523, 2.2. */
export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const MOST_LIFE_SECONDS = 300;
/** How far the client's clock may differ. */
const TOLERANCE_SECONDS = 30;
const MOST_JTI = 128;

export interface Assertion {
  readonly jti: string;
  /** After which it would be refused anyway, the clocks' tolerance included. */
  readonly forgetAt: string;
}

/** Who an assertion claims to be, before anything is verified; null for what is no JWT. */
export function claimedClient(assertion: string): string | null {
  try {
    return decodeJwt(assertion).sub ?? null;
  } catch {
    return null;
  }
}

/** What a client signed, or null for anything that RFC 7523, 3 would not have accepted, that lives longer than five minutes or that has no id. */
export async function readAssertion(assertion: string, clientId: string, key: ClientPublicKey, audience: string, now: string): Promise<Assertion | null> {
  const seconds = Date.parse(now) / 1_000;
  try {
    const alg = key.kty === 'OKP' ? 'EdDSA' : 'ES256';
    const { payload } = await jwtVerify(assertion, await importJWK({ ...key }, alg), {
      algorithms: [alg], issuer: clientId, subject: clientId, audience, requiredClaims: ['exp', 'jti'], currentDate: new Date(seconds * 1_000), clockTolerance: TOLERANCE_SECONDS,
    });
    const { jti, exp = 0 } = payload;
    if (typeof jti !== 'string' || jti === '' || jti.length > MOST_JTI || exp > seconds + MOST_LIFE_SECONDS + TOLERANCE_SECONDS) return null;
    return { jti, forgetAt: new Date((exp + TOLERANCE_SECONDS + 1) * 1_000).toISOString() };
  } catch {
    return null;
  }
}
