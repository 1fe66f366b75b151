import { Injectable } from '@nestjs/common';
import { Problem, problems, type GetTile, type RawBody } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { entryBundle, isTileAvailable, parseTilePath, TILE_WIDTH, type Tile } from '../log/tiles.js';
import { EntryStore } from './entry.store.js';
import { ReadTree } from './read-tree.js';

@Injectable()
export class GetTileBytes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntryStore,
    private readonly tree: ReadTree,
  ) {}

  run(ctx: RequestContext, input: GetTile): Promise<RawBody> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const tile = parseTilePath(`tile/${input.level}/${input.tile}`);
      const { size } = await this.tree.range(tx);
      if (tile === undefined || !isTileAvailable(tile, size)) throw new Problem(problems.notFound);
      return { contentType: 'application/octet-stream', body: (await this.bytes(tx, tile)).toString('base64') };
    });
  }

  private async bytes(tx: Transaction, { level, index, width }: Tile): Promise<Buffer> {
    if (level === 'entries') return entryBundle(await this.entries.bytes(tx, index * TILE_WIDTH, width));
    return this.tree.hashTile(tx, { level, index, width });
  }
}
