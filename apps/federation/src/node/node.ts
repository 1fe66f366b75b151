import { Problem, problems, type Level } from '@gongshu/contracts';
import { covers, territoryPrefix } from '@gongshu/service-kit';

export type NodeKind = 'NODE' | 'TENANT';
export type NodeState = 'REGISTERED' | 'CONNECTED' | 'UNREACHABLE' | 'TENANT';

/** A neighbour as this node knows it. What stands under `epoch` and below comes with its hello. Of ancestors and descendants, no neighbours, only address or keys are known. */
export interface Neighbour {
  readonly code: string;
  readonly relation: 'PARENT' | 'CHILD' | 'ANCESTOR' | 'DESCENDANT';
  readonly kind: NodeKind;
  readonly name: string;
  readonly level: string;
  /** Article that allows it; null for the parent. */
  readonly article: string | null;
  readonly constructionPlan: string | null;
  readonly epoch: string | null;
  readonly gatewayUrl: string | null;
  readonly issuer: string | null;
  readonly tokenKeys: { keys: Record<string, unknown>[] } | null;
  readonly software: string | null;
  readonly lastHeardAt: string | null;
}

const HEARD_WITHIN_MILLISECONDS = 30_000;

/** The child whose territory a division lies in; the nearest one where territories enclose each other. */
export function childFor(children: readonly string[], division: string): string | undefined {
  return children.filter((child) => covers(child, division)).sort((a, b) => territoryPrefix(b).length - territoryPrefix(a).length)[0];
}

export function stateOf(neighbour: Pick<Neighbour, 'kind' | 'lastHeardAt'>, now: string): NodeState {
  if (neighbour.kind === 'TENANT') return 'TENANT';
  if (neighbour.lastHeardAt === null) return 'REGISTERED';
  return Date.parse(now) - Date.parse(neighbour.lastHeardAt) > HEARD_WITHIN_MILLISECONDS ? 'UNREACHABLE' : 'CONNECTED';
}

/** Level a division code stands for (GB/T 2260): what is allowed depends on it, so a registration may not choose another. A township has no code of its own. */
export function levelsOf(code: string): readonly Level[] {
  if (code.endsWith('0000')) return ['PROVINCE'];
  return code.endsWith('00') ? ['CITY'] : ['COUNTY', 'TOWNSHIP'];
}

/** @throws Problem `input/invalid` for an address that is not an http(s) URL */
export function readGatewayUrl(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  const protocol = typeof value === 'string' && value.length <= 500 && URL.canParse(value) ? new URL(value).protocol : '';
  if (protocol === 'https:' || protocol === 'http:') return value;
  throw new Problem(problems.invalidInput, { errors: [{ pointer: '/gatewayUrl', code: 'isUrl', detail: 'an http or https address is expected' }] });
}
