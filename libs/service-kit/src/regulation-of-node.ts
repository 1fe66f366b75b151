import { loadPacks, type EffectivePack, type PackShelf } from '@gongshu/regulation';
import type { NodeIdentity } from './context/request-context.js';

/** The regulation in force at this node, and the shelf of all packs for procedures that began under another version. */
export class NodeRegulation {
  readonly pack: EffectivePack;

  constructor(
    readonly shelf: PackShelf,
    node: NodeIdentity,
  ) {
    this.pack = shelf.effective(node.pack);
  }

  static load(directory: string, node: NodeIdentity): NodeRegulation {
    return new NodeRegulation(directory === '' ? loadPacks() : loadPacks(directory), node);
  }
}
