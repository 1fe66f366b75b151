import { Injectable } from '@nestjs/common';
import { federationProblems, neighbourChanged, Problem, problems, type Hello } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { issuerOf, publicKeys } from '../link/introduction.js';
import { levelsOf, readGatewayUrl, type Neighbour } from './node.js';
import { NodeStore } from './node.store.js';

/** The nodes this one exchanges facts with. */
@Injectable()
export class Neighbours {
  constructor(private readonly nodes: NodeStore) {}

  /** Codes of the children that run a node of their own. */
  async children(tx: Transaction): Promise<string[]> {
    return this.nodes.childNodes(tx);
  }

  /** @throws Problem `federation/not-registered` unless it is a child that may run a node of its own */
  async requireChild(tx: Transaction, code: string): Promise<Neighbour> {
    const node = await this.nodes.find(tx, code);
    if (node?.relation !== 'CHILD' || node.kind !== 'NODE') throw new Problem(federationProblems.notRegistered);
    return node;
  }

  /** The configured parent; what is not known of it yet comes with its answer to the first hello. */
  async parent(tx: Transaction, code: string): Promise<Neighbour> {
    const known = await this.nodes.find(tx, code);
    if (known?.relation === 'PARENT') return known;
    const parent: Neighbour = { ...blank(code), relation: 'PARENT' };
    await this.nodes.save(tx, parent);
    return parent;
  }

  /** Keeps the epoch at first sight; false for another one than was kept. */
  async sameEpoch(tx: Transaction, neighbour: Neighbour, epoch: string): Promise<boolean> {
    if (neighbour.epoch === null) await this.nodes.pinEpoch(tx, neighbour.code, epoch);
    return (neighbour.epoch ?? epoch) === epoch;
  }

  /**
   * Keeps what a neighbour said of itself, and announces it when it says something new. Name and level of a child stay as registered: the law's answer depended on them.
   *
   * @returns whether it does
   * @throws Problem `input/invalid` for another node's issuer, an unusable key set or address
   */
  async heard(tx: Transaction, code: string, told: Omit<Hello, 'software' | 'below'> & { software?: string }): Promise<boolean> {
    const before = await this.nodes.loadForUpdate(tx, code);
    if (before === undefined) throw new Problem(federationProblems.notRegistered);
    const after: Neighbour = {
      ...before,
      ...(before.relation === 'PARENT' ? { name: told.name, level: told.level } : {}),
      epoch: before.epoch ?? told.epoch,
      gatewayUrl: readGatewayUrl(told.gatewayUrl),
      ...credentials(code, told),
      software: told.software ?? before.software,
      lastHeardAt: tx.ctx.now,
    };
    await this.nodes.save(tx, after);
    if (JSON.stringify(introductionOf(after)) === JSON.stringify(introductionOf(before))) return false;
    tx.announce(neighbourChanged, code, introductionOf(after));
    return true;
  }
}

function credentials(code: string, told: Pick<Hello, 'issuer' | 'tokenKeys'>): Pick<Hello, 'issuer' | 'tokenKeys'> {
  const tokenKeys = publicKeys(told.tokenKeys);
  if (told.issuer === issuerOf(code) && tokenKeys !== null) return { issuer: told.issuer, tokenKeys };
  const pointer = tokenKeys === null ? '/tokenKeys' : '/issuer';
  throw new Problem(problems.invalidInput, { errors: [{ pointer, code: 'federation', detail: 'a node vouches for its own tokens, with a JSON Web Key Set' }] });
}

/** What is known of a node before anything was heard of it. */
export function blank(code: string): Omit<Neighbour, 'relation'> {
  return {
    code, kind: 'NODE', name: code, level: levelsOf(code)[0] ?? 'COUNTY', article: null, constructionPlan: null,
    epoch: null, gatewayUrl: null, issuer: null, tokenKeys: null, software: null, lastHeardAt: null,
  };
}

export function introductionOf({ code: node, name, level, relation, gatewayUrl, issuer, tokenKeys }: Neighbour) {
  return { node, name, level, relation, gatewayUrl, issuer: issuer ?? '', tokenKeys: tokenKeys ?? { keys: [] } };
}
