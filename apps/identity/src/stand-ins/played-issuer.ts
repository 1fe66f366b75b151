import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT, type CryptoKey, type KeyObject } from 'jose';
import { Provider } from 'oidc-provider';

/** A ministry's OpenID Connect issuer, as an agency outside the platform would run one: discovery and keys by oidc-provider, tokens signed by its key. */
export class PlayedIssuer {
  private constructor(
    readonly url: string,
    private readonly server: Server,
    private readonly key: KeyObject,
  ) {}

  static async start(): Promise<PlayedIssuer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...(await exportJWK(privateKey)), kid: 'ministry', alg: 'RS256', use: 'sig' };
    const provider = new Provider(url, { jwks: { keys: [jwk] as never }, features: { devInteractions: { enabled: false } }, cookies: { keys: ['played'] } });
    const answer = provider.callback();
    server.on('request', (request, response) => void answer(request, response));
    return new PlayedIssuer(url, server, privateKey);
  }

  /** A token as the ministry gives it; `at` in milliseconds since the epoch. */
  token(at: number, claims: Record<string, unknown>, key: CryptoKey | KeyObject = this.key, alg = 'RS256'): Promise<string> {
    const now = Math.floor(at / 1000);
    return new SignJWT({ iss: this.url, aud: 'gongshu-hebei', iat: now, exp: now + 7200, ...claims }).setProtectedHeader({ alg, kid: 'ministry' }).sign(key);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}
