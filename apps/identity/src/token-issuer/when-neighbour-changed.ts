import { Controller } from '@nestjs/common';
import { neighbourChanged, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';

/** A child's token keys travel with its hello, and with them those of the nodes below it. A parent's are not kept: nobody above acts here with a token of his own. */
@Controller()
export class WhenNeighbourChanged {
  @Reacts(neighbourChanged, { as: 'when-neighbour-changed' })
  async keepKeys({ data }: EventOf<typeof neighbourChanged>, tx: Transaction): Promise<void> {
    if (data.relation !== 'CHILD' && data.relation !== 'DESCENDANT') return;
    await tx.query(
      `INSERT INTO token_issuer (node, issuer, territory, keys) VALUES ($1, $2, $1, $3)
       ON CONFLICT (node) DO UPDATE SET issuer = excluded.issuer, keys = excluded.keys`,
      [data.node, data.issuer, JSON.stringify(data.tokenKeys)],
    );
  }
}
