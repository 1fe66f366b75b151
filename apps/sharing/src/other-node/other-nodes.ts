import { Injectable } from '@nestjs/common';
import { federationProblems, Problem, problems } from '@gongshu/contracts';
import { covers, territoryPrefix, type Transaction } from '@gongshu/service-kit';
import { GatewayStore } from './gateway.store.js';

/** What another node answers: the gateway here asks the gateway there, with the caller's own token. */
@Injectable()
export class OtherNodes {
  constructor(private readonly gateways: GatewayStore) {}

  /**
   * For whoever has a part in the matter by what is known here. What that one may have, the node asked decides by itself.
   *
   * @throws Problem `federation/answered-elsewhere` for another node than this, with the gateway to ask; 503 as long as no way there is known
   */
  async mustBeHere(tx: Transaction, node: string): Promise<void> {
    const { node: own } = tx.ctx;
    if (node === own.code) return;
    const gateways = await this.gateways.all(tx);
    const url = gateways.get(node) ?? gateways.get(nextHop([...gateways.keys()], node, own.code, own.parent) ?? '');
    if (url !== undefined) throw new Problem(federationProblems.answeredElsewhere, { allowed: [url] });
    throw new Problem(problems.nodeUnreachable, { retryAfterSeconds: 30, detail: { zh: `尚不知节点${node}网关的地址`, en: `No way to the gateway of node ${node} is known yet` } });
  }
}

/** The neighbour on the way to a node: down to whose territory it lies in, otherwise up. */
export function nextHop(neighbours: readonly string[], node: string, own: string, parent: string | null): string | null {
  if (!covers(own, node)) return parent;
  const below = neighbours.filter((code) => code !== own && covers(own, code) && covers(code, node));
  return below.toSorted((a, b) => territoryPrefix(b).length - territoryPrefix(a).length)[0] ?? null;
}
