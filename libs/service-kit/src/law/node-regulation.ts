import { loadPacks, localDay, type EffectivePack, type PackShelf, type Standing } from '@gongshu/regulation';
import { instantOf, type Clock } from '../context/clock.js';
import type { NodeIdentity } from '../context/request-context.js';

/** The regulation in force at this node, and the shelf of all packs for procedures that began under another version. */
export class NodeRegulation {
  constructor(
    readonly shelf: PackShelf,
    private readonly node: NodeIdentity,
    private readonly clock: Clock,
  ) {
    this.shelf.inForceOn(node.pack, localDay(instantOf(clock)));
  }

  /** The pack in force today: new procedures begin under it. */
  get pack(): EffectivePack {
    return this.shelf.inForceOn(this.node.pack, localDay(instantOf(this.clock)));
  }

  /** The pack a running procedure keeps from its beginning. Throws an Error when it is not on this node's shelf. */
  packOf({ packId, packVersion }: Pick<Standing, 'packId' | 'packVersion'>): EffectivePack {
    return this.shelf.effective(packId, packVersion);
  }

  /** @throws PackError that lists every fault, when a pack of the folder has one: a service does not start half-loaded */
  static load(directory: string, node: NodeIdentity, clock: Clock): NodeRegulation {
    return new NodeRegulation(directory === '' ? loadPacks() : loadPacks(directory), node, clock);
  }
}
