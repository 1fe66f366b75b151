import { defineEvent } from '../define-event.js';
import { Choice, Division, JsonField, Nullable, Text } from '../fields.js';

/** A parent or child said hello: who it is, where its gateway is, which keys sign its tokens. An ancestor is one the parent told of, for its address; a descendant one a child vouches for, for its keys. */
export class NeighbourChanged {
  @Division() readonly node!: string;
  @Text() readonly name!: string;
  @Text() readonly level!: string;
  @Choice(['PARENT', 'CHILD', 'ANCESTOR', 'DESCENDANT']) readonly relation!: string;
  @Nullable() readonly gatewayUrl!: string | null;
  @Text({ description: 'Issuer of its tokens' }) readonly issuer!: string;
  @JsonField({ description: 'JSON Web Key Set of its tokens' }) readonly tokenKeys!: { keys: Record<string, unknown>[] };
}
export const neighbourChanged = defineEvent({ service: 'federation', name: 'neighbour-changed', data: NeighbourChanged });

export class NodeRegistered {
  @Division() readonly code!: string;
  @Text() readonly name!: string;
  @Text() readonly level!: string;
  @Choice(['NODE', 'TENANT']) readonly kind!: string;
  @Text() readonly article!: string;
}
export const nodeRegistered = defineEvent({ service: 'federation', name: 'node-registered', data: NodeRegistered });
