import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface TopologyNode {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly kind: 'NODE' | 'TENANT';
  readonly pack: string;
  readonly parent?: string;
  readonly constructionPlan?: string;
  /** Added to the base port. */
  readonly ports: { readonly extranet: number; readonly public?: number };
}

export interface TopologyOrganisation {
  readonly id: string;
  /** Node whose identity service knows the organisation. */
  readonly node: string;
  readonly name: string;
  readonly level: string;
  readonly division: string;
  readonly uscc: string;
  readonly kind: string;
}

export interface TopologyParty {
  readonly clientId: string;
  readonly organisation: string;
  readonly roles: readonly string[];
  /** Node or tenant whose gateway the party uses. */
  readonly at: string;
}

/** One file of deploy/topologies: which nodes there are, and, for a demo, who is there. */
export interface Topology {
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** Only a demo's parties are registered and their secrets written to a file. */
  readonly demo: boolean;
  readonly nodes: readonly TopologyNode[];
  readonly organisations: readonly TopologyOrganisation[];
  readonly parties: readonly TopologyParty[];
}

/** @throws Error naming the topologies there are, for an unknown one */
export function loadTopology(root: string, id: string): Topology {
  const folder = join(root, 'deploy/topologies');
  const file = join(folder, `${id}.yaml`);
  if (!/^[a-z0-9-]+$/.test(id) || !existsSync(file)) {
    const known = readdirSync(folder).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -5));
    throw new Error(`没有拓扑“${id}”。可用的拓扑:${known.join('、')}。\nThere is no topology "${id}"; there are: ${known.join(', ')}.`);
  }
  const topology = parse(readFileSync(file, 'utf8')) as Topology;
  const codes = new Set(topology.nodes.map(({ code }) => code));
  for (const { code, parent } of topology.nodes) {
    if (parent !== undefined && !codes.has(parent)) throw new Error(`${file}: node ${code} names the unknown parent ${parent}`);
  }
  return topology;
}
