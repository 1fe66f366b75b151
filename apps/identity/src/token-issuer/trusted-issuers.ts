import type { EndedTokens, TokenIssuer, TokenIssuers } from '@gongshu/contracts';
import { issuerOf, platformContext, type Clock, type NodeIdentity, type TokenIssuerSource, type UnitOfWork } from '@gongshu/service-kit';
import { SigningKeys } from './signing-keys.js';

interface Row {
  readonly node: string;
  readonly issuer: string;
  readonly territory: string;
  readonly keys: { keys: Record<string, unknown>[] };
}

/** This node's own issuer and those of its children: tokens of a child are accepted for organisations of the child's territory only. With them, which tokens ended before their time. */
export class TrustedIssuers implements TokenIssuerSource {
  private readonly signingKeys: SigningKeys;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly node: NodeIdentity,
    private readonly clock: Clock,
  ) {
    this.signingKeys = new SigningKeys(unitOfWork);
  }

  async issuers(): Promise<TokenIssuers> {
    const ctx = platformContext(this.node, this.clock, 'token-issuers');
    const own: TokenIssuer = { issuer: issuerOf(this.node.code), node: this.node.code, territory: this.node.code, keys: { keys: await this.signingKeys.publicKeys(ctx) } };
    const children = await this.unitOfWork.read(ctx, (tx) => tx.query<Row>('SELECT node, issuer, territory, keys FROM token_issuer ORDER BY node'));
    const ended = await this.unitOfWork.read(ctx, (tx) =>
      tx.query<EndedTokens>(
        `SELECT node, client_id AS "clientId", generation, to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS until FROM ended_tokens WHERE until > $1 ORDER BY node, client_id`,
        [ctx.now],
      ),
    );
    return { issuers: [own, ...children], ended };
  }
}
