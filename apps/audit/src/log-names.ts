/*
 * Names in signed notes: they say whose log and whose signature it is, so a node's must follow from its code alone. Without spaces and `+` (c2sp.org/signed-note).
 */

/** Origin of a node's log, and name of the key that signs it. */
export function logOrigin(node: string): string {
  return `gongshu.node-${node}/audit`;
}

/** Name under which a node cosigns its neighbours' checkpoints. */
export function witnessName(node: string): string {
  return `gongshu.node-${node}/witness`;
}
