import type { TokenIssuer } from '@gongshu/contracts';
import { issuerOf, platformContext, type Clock, type NodeIdentity, type TokenIssuerSource, type UnitOfWork } from '@gongshu/service-kit';
import { SigningKeys } from './signing-keys.js';

interface Row {
  readonly node: string;
  readonly issuer: string;
  readonly territory: string;
  readonly keys: { keys: Record<string, unknown>[] };
}

/** This node's own issuer and those of its children: tokens of a child are accepted for organisations of the child's territory only. */
export class TrustedIssuers implements TokenIssuerSource {
  private readonly signingKeys: SigningKeys;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly node: NodeIdentity,
    private readonly clock: Clock,
  ) {
    this.signingKeys = new SigningKeys(unitOfWork);
  }

  async issuers(): Promise<TokenIssuer[]> {
    const ctx = platformContext(this.node, this.clock, 'token-issuers');
    const own: TokenIssuer = { issuer: issuerOf(this.node.code), node: this.node.code, territory: this.node.code, keys: { keys: await this.signingKeys.publicKeys(ctx) } };
    const children = await this.unitOfWork.read(ctx, (tx) => tx.query<Row>('SELECT node, issuer, territory, keys FROM token_issuer ORDER BY node'));
    return [own, ...children];
  }
}
