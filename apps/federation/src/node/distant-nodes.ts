import { Injectable } from '@nestjs/common';
import { neighbourChanged, type NodeAbove, type NodeBelow } from '@gongshu/contracts';
import { covers, type Transaction } from '@gongshu/service-kit';
import { issuerOf, publicKeys } from '../link/introduction.js';
import { blank, introductionOf } from './neighbours.js';
import { readGatewayUrl, type Neighbour } from './node.js';
import { NodeStore } from './node.store.js';

/**
 * Nodes beyond the neighbours, told of with every hello: of those above where their gateways are, of those below which keys sign their tokens. A data call from a county's node to
 * the province's needs both. A node vouches for its territory only, and what it says beyond that is left aside.
 */
@Injectable()
export class DistantNodes {
  constructor(private readonly nodes: NodeStore) {}

  /** What the parent is to know of the nodes below this one. */
  async below(tx: Transaction): Promise<NodeBelow[]> {
    return (await this.nodes.all(tx)).flatMap(({ relation, kind, code: node, issuer, tokenKeys }) =>
      (relation === 'CHILD' || relation === 'DESCENDANT') && kind === 'NODE' && issuer !== null && tokenKeys !== null ? [{ node, issuer, tokenKeys }] : [],
    );
  }

  /** What a child is to know of the nodes above this one. */
  async above(tx: Transaction): Promise<NodeAbove[]> {
    return (await this.nodes.all(tx)).flatMap(({ relation, code: node, gatewayUrl }) => ((relation === 'PARENT' || relation === 'ANCESTOR') && gatewayUrl !== null ? [{ node, gatewayUrl }] : []));
  }

  /** Answers whether there was anything new. */
  async heardOfBelow(tx: Transaction, child: string, told: readonly NodeBelow[]): Promise<boolean> {
    const usable = told.flatMap(({ node, issuer, tokenKeys }) => {
      const keys = publicKeys(tokenKeys);
      return node !== child && covers(child, node) && issuer === issuerOf(node) && keys !== null ? [{ ...blank(node), relation: 'DESCENDANT' as const, issuer, tokenKeys: keys }] : [];
    });
    return this.keep(tx, usable);
  }

  async heardOfAbove(tx: Transaction, parent: string, told: readonly NodeAbove[]): Promise<void> {
    const above = told.filter(({ node }) => node !== parent && covers(node, parent));
    await this.keep(tx, above.map(({ node, gatewayUrl }) => ({ ...blank(node), relation: 'ANCESTOR', issuer: issuerOf(node), gatewayUrl: readGatewayUrl(gatewayUrl) })));
  }

  /** Keeps what is new. What a node has said of itself, or what was registered, stands above what others say of it. */
  private async keep(tx: Transaction, told: readonly Neighbour[]): Promise<boolean> {
    let anyNew = false;
    const known = new Map((await this.nodes.all(tx)).map((node) => [node.code, node]));
    for (const node of told) {
      const before = known.get(node.code);
      if (before !== undefined && (before.relation !== node.relation || JSON.stringify(introductionOf(before)) === JSON.stringify(introductionOf(node)))) continue;
      await this.nodes.save(tx, node);
      tx.announce(neighbourChanged, node.code, introductionOf(node));
      anyNew = true;
    }
    return anyNew;
  }
}
