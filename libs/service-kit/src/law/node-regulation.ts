import { loadPacks, type EffectivePack, type PackShelf, type Standing } from '@gongshu/regulation';
import type { NodeIdentity } from '../context/request-context.js';

/** The regulation in force at this node, and the shelf of all packs for procedures that began under another version. */
export class NodeRegulation {
  /** The pack in force: new procedures begin under it. */
  readonly pack: EffectivePack;

  constructor(
    private readonly shelf: PackShelf,
    node: NodeIdentity,
  ) {
    this.pack = shelf.effective(node.pack);
  }

  /** The pack a running procedure keeps from its beginning. Throws an Error when it is not on this node's shelf. */
  packOf({ packId, packVersion }: Pick<Standing, 'packId' | 'packVersion'>): EffectivePack {
    return this.shelf.effective(packId, packVersion);
  }

  static load(directory: string, node: NodeIdentity): NodeRegulation {
    return new NodeRegulation(directory === '' ? loadPacks() : loadPacks(directory), node);
  }
}
