/** Name under which a node's identity service signs tokens. */
export function issuerOf(node: string): string {
  return `urn:gongshu:node:${node}`;
}
