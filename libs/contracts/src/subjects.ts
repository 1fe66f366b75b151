/*
 * The only place where bus subjects are built.
 *
 *   rq.<service>.<what-is-asked>.v<major>                   commands and queries within a node
 *   ev.<origin node>.<service>.<what-happened>.v<major>     facts; a neighbour's facts keep the neighbour's node as origin
 *   fed.<target node>.rpc.<caller node>.<verb>              between nodes, on the federation account
 */

export function requestSubject(service: string, name: string, major: number): string {
  return `rq.${service}.${name}.v${major}`;
}

/** `node` may be `*` in a filter. */
export function eventSubject(node: string, service: string, name: string, major: number): string {
  return `ev.${node}.${service}.${name}.v${major}`;
}

/** All facts about one service's things, whichever node they happened at. */
export function serviceEventSubjects(service: string): string {
  return `ev.*.${service}.>`;
}

/** The server lets a node publish only where its own code stands in the caller's place. */
export function federationSubject(target: string, caller: string, verb: string): string {
  return `fed.${target}.rpc.${caller}.${verb}`;
}

/** The JetStream stream that holds one service's events. */
export function streamName(service: string): string {
  return `EV_${service.toUpperCase().replaceAll('-', '_')}`;
}
