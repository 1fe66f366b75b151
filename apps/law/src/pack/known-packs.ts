import { Injectable } from '@nestjs/common';
import { lawProblems, Problem } from '@gongshu/contracts';
import { NodeRegulation } from '@gongshu/service-kit';
import type { Day, EffectivePack, PackShelf } from '@gongshu/regulation';

/** Every pack this node could work under, not only its own: anybody may ask what the law says elsewhere. */
@Injectable()
export class KnownPacks {
  private readonly shelf: PackShelf;
  private readonly keys: ReadonlySet<string>;

  constructor({ shelf }: NodeRegulation) {
    this.shelf = shelf;
    this.keys = new Set(this.newest().flatMap(({ parameters }) => Object.keys(parameters)));
  }

  /** Each pack in its newest version, by id. */
  newest(): EffectivePack[] {
    return this.shelf.ids.map((id) => this.shelf.effective(id));
  }

  /** @throws Problem `law/unknown-pack`, also for a version that is not kept */
  find(id: string, version?: string): EffectivePack {
    if (!this.shelf.ids.includes(id)) throw new Problem(lawProblems.unknownPack);
    try {
      return this.shelf.effective(id, version);
    } catch {
      // The shelf throws for one reason: the version is not on it.
      throw new Problem(lawProblems.unknownPack);
    }
  }

  /** @throws Problem `law/unknown-pack`; `law/not-in-force` for a day on which no version of the pack is */
  inForceOn(id: string, day: Day): EffectivePack {
    this.find(id);
    try {
      return this.shelf.inForceOn(id, day);
    } catch {
      throw new Problem(lawProblems.notInForce, { errors: [{ pointer: '/startedAt', code: 'not-in-force', detail: day }] });
    }
  }

  /** Whether some pack has a parameter of this name. */
  knowsKey(key: string): boolean {
    return this.keys.has(key);
  }
}
