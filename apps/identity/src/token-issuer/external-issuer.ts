import type { TokenHolder, TokenIssuer } from '@gongshu/contracts';
import type { Clock, RequestContext } from '@gongshu/service-kit';
import type { IdentitySettings } from '../identity.config.js';
import type { FindExternalHolder } from '../login/find-external-holder.js';

type KeySet = TokenIssuer['keys'];

const FRESH_MILLISECONDS = 30_000;
const PATIENCE_MILLISECONDS = 1_500;
const MOST_BYTES = 262_144;
const MOST_KEYS = 50;

/** The OpenID Connect issuer outside the platform where this node's people log in. Its keys are read by its discovery document; while it is away, those it named last stay good. */
export class ExternalIssuer {
  readonly issuer: string;
  private keys: KeySet | null = null;
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | null = null;

  constructor(
    private readonly settings: Pick<IdentitySettings, 'externalIssuer' | 'externalAudience' | 'externalSubjectClaim'>,
    private readonly clock: Clock,
    private readonly findHolder: FindExternalHolder,
    /** Told when the issuer cannot be read. */
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.issuer = settings.externalIssuer;
  }

  /** For verifiers; null while its keys have never been read. Nobody who verifies other tokens waits for it, but for its very first answer. */
  async describe(node: string): Promise<TokenIssuer | null> {
    const age = this.clock.now() - this.readAt;
    if (age > FRESH_MILLISECONDS || age < 0) {
      const reading = this.refresh();
      if (this.keys === null) await reading;
    }
    const { externalAudience: audience, externalSubjectClaim: subjectClaim } = this.settings;
    return this.keys === null ? null : { issuer: this.issuer, node, territory: node, keys: this.keys, external: { audience, subjectClaim } };
  }

  holder(ctx: RequestContext, subject: string): Promise<TokenHolder | null> {
    return this.findHolder.run(ctx, subject);
  }

  private refresh(): Promise<void> {
    this.reading ??= this.read()
      .then((keys) => void (this.keys = keys), this.onFailure)
      .finally(() => {
        this.readAt = this.clock.now();
        this.reading = null;
      });
    return this.reading;
  }

  private async read(): Promise<KeySet> {
    const discovery = await getJson(`${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const { issuer, jwks_uri: address } = discovery;
    if (issuer !== this.issuer) throw new Error(`the discovery document of ${this.issuer} names another issuer`);
    if (typeof address !== 'string' || !URL.canParse(address) || new URL(address).protocol !== new URL(this.issuer).protocol) throw new Error(`${this.issuer} names no address of its keys`);
    const { keys } = await getJson(address);
    if (!Array.isArray(keys) || keys.length > MOST_KEYS) throw new Error(`${this.issuer} has no set of keys`);
    // A key that is no public signing key is not for verifying, least of all a shared secret.
    const usable = (key: unknown): key is Record<string, unknown> => typeof key === 'object' && key !== null && 'kty' in key && key.kty !== 'oct' && !('d' in key) && !('use' in key && key.use !== 'sig');
    return { keys: keys.filter(usable) };
  }
}

async function getJson(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url, { headers: { accept: 'application/json' }, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
  const text = await response.text();
  if (!response.ok || text.length > MOST_BYTES) throw new Error(`${url} answered ${String(response.status)} with ${String(text.length)} characters`);
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error(`${url} is no JSON object`);
  return value as Record<string, unknown>;
}
