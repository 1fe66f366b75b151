import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';

/** Where the gateways of other nodes are. */
@Injectable()
export class GatewayStore {
  /** @param url null: it cannot be reached */
  async keep(tx: Transaction, node: string, url: string | null): Promise<void> {
    await tx.query('INSERT INTO neighbour (node, gateway_url) VALUES ($1, $2) ON CONFLICT (node) DO UPDATE SET gateway_url = excluded.gateway_url', [node, url]);
  }

  /** By code of the node. */
  async all(tx: Transaction): Promise<ReadonlyMap<string, string>> {
    const known = await tx.query<{ node: string; url: string }>('SELECT node, gateway_url AS url FROM neighbour WHERE gateway_url IS NOT NULL');
    return new Map(known.map(({ node, url }) => [node, url]));
  }
}
