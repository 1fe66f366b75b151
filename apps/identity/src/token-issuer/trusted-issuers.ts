import type { EndedTokens, TokenHolder, TokenIssuer, TokenIssuers } from '@gongshu/contracts';
import { issuerOf, platformContext, type Clock, type NodeIdentity, type TokenIssuerSource, type UnitOfWork } from '@gongshu/service-kit';
import type { ExternalIssuer } from './external-issuer.js';
import type { SigningKeys } from './signing-keys.js';

interface Row {
  readonly node: string;
  readonly issuer: string;
  readonly territory: string;
  readonly keys: { keys: Record<string, unknown>[] };
}

export interface TrustedIssuersParts {
  readonly unitOfWork: UnitOfWork;
  readonly node: NodeIdentity;
  readonly clock: Clock;
  readonly signingKeys: SigningKeys;
  /** Where this node's people log in, if not at the node itself. */
  readonly external: ExternalIssuer | null;
}

/**
 * This node's own issuer and those of its children: tokens of a child are accepted for organisations of the child's territory only. With them the external issuer of this node's people, where
 * there is one, and which tokens ended before their time.
 */
export class TrustedIssuers implements TokenIssuerSource {
  constructor(private readonly parts: TrustedIssuersParts) {}

  async issuers(): Promise<TokenIssuers> {
    const { unitOfWork, node, clock, signingKeys, external } = this.parts;
    const ctx = platformContext(node, clock, 'token-issuers');
    const keys = (await signingKeys.published(ctx)).map(({ publicJwk }) => publicJwk);
    const own: TokenIssuer = { issuer: issuerOf(node.code), node: node.code, territory: node.code, keys: { keys } };
    const children = await unitOfWork.read(ctx, (tx) => tx.query<Row>('SELECT node, issuer, territory, keys FROM token_issuer ORDER BY node'));
    const ended = await unitOfWork.read(ctx, (tx) =>
      tx.query<EndedTokens>(
        `SELECT node, client_id AS "clientId", generation, to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS until FROM ended_tokens WHERE until > $1 ORDER BY node, client_id`,
        [ctx.now],
      ),
    );
    const outside = await external?.describe(node.code);
    return { issuers: [own, ...children, ...(outside === undefined || outside === null ? [] : [outside])], ended };
  }

  async holder(issuer: string, subject: string): Promise<TokenHolder | null> {
    const { node, clock, external } = this.parts;
    return external !== null && external.issuer === issuer ? external.holder(platformContext(node, clock, 'token-holder'), subject) : null;
  }
}
